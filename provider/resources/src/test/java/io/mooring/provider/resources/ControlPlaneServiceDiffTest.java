package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlPlaneServiceDiffTest {

    private static final String BASE =
            """
            name: door
            clusterName: shop
            host: {kubernetes: {namespace: tenants, kubeconfig: secret}}
            """;
    private static final String KNOWN =
            """
            endpoint: https://203.0.113.7:443
            address: 203.0.113.7:443
            hostname: 203.0.113.7
            exposedPort: 443
            addresses: [203.0.113.7]
            ready: true
            """;

    private final Lifecycle service = Given.resource(ControlPlaneServiceType.TOKEN);

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    door                   | gate                          | name true
                    shop                   | store                         | clusterName true
                    namespace: tenants     | namespace: others             | host.kubernetes.namespace true
                    kubeconfig: secret     | kubeconfig: other             | host.kubernetes.kubeconfig false
                    port: 443              | port: 6443                    | port false
                    policy                 | loadBalancerClass: a/b        | loadBalancerClass true
                    policy                 | type: NodePort                | type false
                    policy                 | annotations: {a.b/c: d}       | annotations false
                    """)
    void aChangeIsToldWhereItIsAndWhetherItReplaces(String from, String to, String expected) {
        String before = BASE + "port: 443\n#policy\n";
        Difference difference =
                diff(
                        made(before),
                        before.replace("#policy", "policy")
                                .replace(from, to)
                                .replaceAll("(?m)^policy$", ""));

        assertThat(difference.changes())
                .extracting(change -> change.path() + " " + change.replaces())
                .containsExactly(expected);
        assertThat(difference.deleteBeforeReplace()).isTrue();
    }

    @Test
    void whatRefreshFoundIsMendedInPlace() {
        Existing made = made(BASE);
        var drifted =
                new Existing(
                        made.id(),
                        made.inputs(),
                        made.outputs().with("drift", Given.of(List.of("Service door differs"))));
        var waiting =
                new Existing(
                        made.id(), made.inputs(), made.outputs().with("ready", Value.of(false)));

        assertThat(diff(made, BASE).isEmpty()).isTrue();
        assertThat(diff(drifted, BASE).changes())
                .containsExactly(new Difference.Change("drift", Difference.Kind.UPDATE, false));
        assertThat(diff(waiting, BASE).changes())
                .containsExactly(new Difference.Change("ready", Difference.Kind.UPDATE, false));
        assertThat(diff(waiting, BASE + "skipAwait: true").touches("ready")).isFalse();
    }

    @Test
    void aPreviewKnowsTheAddressAsLongAsNothingMovesIt() {
        assertThat(previewed(BASE + "labels: {tier: web}").text("endpoint"))
                .contains("https://203.0.113.7:443");
        assertThat(previewed(BASE + "loadBalancerSourceRanges: [203.0.113.0/24]").text("address"))
                .contains("203.0.113.7:443");
        for (String moving : List.of("annotations: {a: b}", "type: NodePort", "port: 6443")) {
            ObjectValue outputs = previewed(BASE + moving);
            assertThat(outputs.isKnown("endpoint")).as(moving).isFalse();
            assertThat(outputs.isKnown("addresses")).as(moving).isFalse();
            assertThat(outputs.requireText("name")).isEqualTo("door");
        }
    }

    @Test
    void aPreviewOfANewOneTellsNothingThatItCannotKnow() {
        ObjectValue inputs = Given.checked(service, "door", Given.value(BASE + "type: NodePort"));

        ObjectValue outputs =
                service.previewCreate(inputs, Given.named(ControlPlaneServiceType.TOKEN, "door"));

        assertThat(outputs.isKnown("endpoint")).isFalse();
        assertThat(outputs.isKnown("exposedPort")).isFalse();
        assertThat(outputs.flag("ready")).isTrue();
    }

    private ObjectValue previewed(String yaml) {
        return service.previewUpdate(made(BASE), Given.checked(service, "door", Given.value(yaml)));
    }

    private Existing made(String yaml) {
        ObjectValue inputs = Given.checked(service, "door", Given.value(yaml));
        return new Existing("tenants/door", inputs, inputs.with(Given.value(KNOWN)));
    }

    private Difference diff(Existing old, String yaml) {
        return service.diff(old, Given.checked(service, "door", Given.value(yaml)));
    }
}
