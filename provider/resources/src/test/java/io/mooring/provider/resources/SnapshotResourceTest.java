package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnapshotResourceTest {

    private static final String BASE =
            """
            clusterName: shop
            host: {standalone: {local: {}}}
            url: /backups
            passphrase: correct horse
            """;

    private final Lifecycle snapshot = Given.resource(SnapshotType.TOKEN);

    @Test
    void aSnapshotIsKeptUnlessItIsSaidOtherwise() {
        assertThat(checked(BASE).flag("retain")).isTrue();
        assertThat(snapshot.type().deleteBeforeReplace()).isFalse();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAtItsPlaceAndNoSecretWithIt() {
        List<PropertyFailure> failures =
                failures(
                        """
                        clusterName: Shop_1
                        host: {standalone: {}}
                        url: backups/a.snapshot
                        passphrase: hunter2
                        triggers: {release: 2}
                        credentials: {accessKeyId: a, secretAccessKey: hidden}
                        """);

        assertThat(failures)
                .extracting(PropertyFailure::path)
                .containsExactly(
                        "clusterName",
                        "host.standalone",
                        "url",
                        "credentials",
                        "url",
                        "passphrase");
        assertThat(failures.toString()).doesNotContain("hunter2", "hidden");
    }

    @Test
    void aMachineThatSshReachesMakesItsSnapshotsItself() {
        assertThat(
                        failures(
                                BASE.replace(
                                        "local: {}",
                                        "ssh: {host: box, hostKey: UNKNOWN, privateKey: UNKNOWN, image: UNKNOWN}")))
                .extracting(PropertyFailure::path)
                .containsExactly("host.standalone.ssh");
    }

    @Test
    void aPassphraseWithALineEndIsRefusedWhereOneLineOfItIsRead() {
        String local = BASE.replace("correct horse", "\"correct horse\\n\"");

        assertThat(failures(local)).isEmpty();
        assertThat(failures(local.replace("standalone: {local: {}}", "docker: {}")))
                .extracting(PropertyFailure::path)
                .containsExactly("passphrase");
        assertThat(failures(local.replace("standalone: {local: {}}", "kubernetes: {}")))
                .extracting(PropertyFailure::path)
                .containsExactly("passphrase");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /backups                              | fits
                    /backups/a.snapshot                   | fits
                    s3://safe                             | fits
                    s3://safe/shop?region=eu-central-1    | fits
                    /var/lib/mooring/shop/a.snapshot      | url
                    /var/lib/mooring/shop/../shop         | url
                    oci://registry/shop                   | fits
                    oci://registry:5000/team/shop:daily   | fits
                    oci://registry/shop?plain-http=true   | fits
                    oci://registry                        | url
                    oci://registry/Shop                   | url
                    oci://user:word@registry/shop         | url
                    https://registry/shop                 | url
                    s3://user:word@safe/shop              | url
                    s3://UP/shop                          | url
                    """)
    void aPlaceIsAPathABucketOrARepository(String url, String expected) {
        List<PropertyFailure> failures = failures(BASE.replace("/backups", url));

        assertThat(failures.isEmpty() ? "fits" : failures.getFirst().path()).isEqualTo(expected);
        assertThat(failures.toString()).doesNotContain("word@");
    }

    @Test
    void credentialsAreOfABucketAndALoginIsOfARegistry() {
        String both =
                """
                credentials: {accessKeyId: a, secretAccessKey: hidden}
                login: {username: a, password: hidden}
                """;

        assertThat(paths("/backups", both)).containsExactly("credentials", "login");
        assertThat(paths("s3://safe", both)).containsExactly("login");
        assertThat(paths("oci://registry/shop", both)).containsExactly("credentials");
    }

    private List<String> paths(String url, String more) {
        return failures(BASE.replace("/backups", url) + more).stream()
                .map(PropertyFailure::path)
                .toList();
    }

    @Test
    void aControlPlaneMayBeInAHostCluster() {
        String hosted = BASE.replace("standalone: {local: {}}", "kubernetes: {namespace: %s}");

        assertThat(failures(hosted.formatted("tenants"))).isEmpty();
        assertThat(failures(hosted.formatted("Tenants_1")))
                .extracting(PropertyFailure::path)
                .containsExactly("host.kubernetes.namespace");
    }

    @Test
    void whatIsNotKnownYetIsLookedAtLater() {
        assertThat(
                        failures(
                                "clusterName: UNKNOWN\nhost: UNKNOWN\nurl: UNKNOWN\npassphrase: UNKNOWN"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    retain: true       | retain: false      | retain false
                    triggers: {a: 1}   | triggers: {a: 2}   | triggers.a true
                    url: /backups      | url: /safe         | url true
                    correct horse      | battery staple     | passphrase true
                    clusterName: shop  | clusterName: store | clusterName true
                    local: {}          | local: {dataDir: /srv/shop} | host.standalone.local.dataDir true
                    """)
    void aChangeMakesAnotherSnapshotOrNothing(String from, String to, String expected) {
        String before = BASE + "triggers: {a: 1}\nretain: true\n";
        Existing made = made(before);

        Difference difference = snapshot.diff(made, checked(before.replace(from, to)));

        assertThat(difference.changes())
                .extracting(change -> change.path() + " " + change.replaces())
                .containsExactly(expected);
    }

    @Test
    void whatAnImportCannotTellMakesNoOtherSnapshot() {
        String id = "s3://safe/shop/shop.20261122T030000Z.snapshot?region=eu-central-1";
        ObjectValue imported =
                ObjectValue.builder()
                        .put("clusterName", "shop")
                        .put("url", id)
                        .put("retain", true)
                        .build();
        var old = new Existing(id, imported, imported.with("location", id));
        String same = "s3://safe/shop/?region=eu-central-1";

        assertThat(snapshot.diff(old, checked(BASE.replace("/backups", same))).replaces())
                .isFalse();
        assertThat(snapshot.diff(old, checked(BASE.replace("/backups", "s3://other"))).replaces())
                .isTrue();
    }

    @Test
    void aPreviewKnowsWhereItWillBeIfThatWasSaid() {
        var name = Given.named(SnapshotType.TOKEN, "s");

        assertThat(
                        snapshot.previewCreate(
                                        checked(BASE.replace("/backups", "/b/a.snapshot")), name)
                                .text("location"))
                .contains("/b/a.snapshot");
        ObjectValue outputs = snapshot.previewCreate(checked(BASE), name);
        assertThat(outputs.isKnown("location")).isFalse();
        assertThat(outputs.isKnown("digest")).isFalse();
        assertThat(outputs.toString()).doesNotContain("correct horse");
    }

    private Existing made(String yaml) {
        ObjectValue inputs = checked(yaml);
        return new Existing("/backups/a.snapshot", inputs, inputs);
    }

    private ObjectValue checked(String yaml) {
        return Given.checked(snapshot, "s", Given.value(yaml));
    }

    private List<PropertyFailure> failures(String yaml) {
        return snapshot.check(Given.value(yaml), Given.fresh(SnapshotType.TOKEN, "s")).failures();
    }
}
