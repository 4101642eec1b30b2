package io.mooring.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.Given;
import io.mooring.registry.testkit.RegistryServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The life of a snapshot of the cluster of the test, which runs meanwhile.
final class SnapshotLife {

    private static final String TYPE = "mooring:index:Snapshot";
    private static final String PASSPHRASE = "correct horse battery staple";

    private final Lifecycle snapshot;
    private final String cluster;
    private final List<String> said = new ArrayList<>();

    SnapshotLife(Lifecycle snapshot, String cluster) {
        this.snapshot = snapshot;
        this.cluster = cluster;
    }

    void run(Path backups) throws IOException {
        Existing made = isMade(backups.resolve("daily"));
        isNeverOverwritten(made);
        isImported(made);
        isKeptUnlessToldOtherwise(made);
        isGoneWhenItWasCut(made);
        isRemovedIfToldSo(made);
        if (MotoServer.python().isPresent()) {
            isMadeInABucket("http://" + MotoServer.shared().address());
        }
        isMadeInARegistry(Files.createDirectory(backups.resolve("registry")));
        assertThat(said.toString()).doesNotContain(PASSPHRASE);
    }

    private Existing isMade(Path directory) throws IOException {
        ObjectValue inputs = inputs(directory.toString(), "");

        Created created = snapshot.create(inputs, context());

        ObjectValue outputs = created.outputs();
        Path file = Path.of(created.id());
        assertThat(file.getParent()).isEqualTo(directory);
        assertThat(file.getFileName().toString()).matches(cluster + "\\.\\d{8}T\\d{6}Z\\.snapshot");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(outputs.requireText("location")).isEqualTo(created.id());
        assertThat(outputs.requireText("digest")).matches("[0-9a-f]{64}");
        assertThat(outputs.requireText("kubernetesVersion")).isEqualTo("v1.34.4");
        assertThat(outputs.number("sizeBytes").orElseThrow()).isEqualTo((double) Files.size(file));
        assertThat(outputs.number("revision").orElseThrow()).isPositive();
        assertThat(outputs.number("keyCount").orElseThrow()).isPositive();
        assertThat(outputs.toString()).doesNotContain(PASSPHRASE);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(PASSPHRASE);
        var made = new Existing(created.id(), inputs, outputs);
        var found = (ReadOutcome.Found) snapshot.read(made, context());
        assertThat(found.inputs()).isEqualTo(inputs);
        assertThat(found.outputs()).isEqualTo(outputs);
        return made;
    }

    private void isNeverOverwritten(Existing made) {
        assertThatThrownBy(() -> snapshot.create(inputs(made.id(), ""), context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageContaining(made.id() + ": it is there already; choose another name");
    }

    private void isImported(Existing made) {
        var imported =
                (ReadOutcome.Found)
                        snapshot.read(
                                new Existing(made.id(), ObjectValue.EMPTY, ObjectValue.EMPTY),
                                context());

        assertThat(imported.inputs().requireText("clusterName")).isEqualTo(cluster);
        for (String name : List.of("digest", "revision", "createdAt", "sizeBytes")) {
            assertThat(imported.outputs().field(name)).isEqualTo(made.outputs().field(name));
        }
        var old = new Existing(imported.id(), imported.inputs(), imported.outputs());
        assertThat(snapshot.diff(old, made.inputs()).replaces()).isFalse();
    }

    private void isKeptUnlessToldOtherwise(Existing made) {
        snapshot.delete(made, context());

        assertThat(Path.of(made.id())).exists();
        assertThat(said.getLast()).isEqualTo("kept the snapshot " + made.id() + ", as retain says");
    }

    private void isGoneWhenItWasCut(Existing made) throws IOException {
        Path whole = Path.of(made.id());
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(snapshot.read(made, context())).isInstanceOf(ReadOutcome.Gone.class);
        assertThat(said.getLast()).contains("is another one now, or was damaged: its sizeBytes");
        Files.write(whole, bytes);
    }

    private void isRemovedIfToldSo(Existing made) {
        ObjectValue inputs = inputs(made.inputs().requireText("url"), "retain: false");
        assertThat(snapshot.diff(made, inputs).replaces()).isFalse();
        ObjectValue outputs = snapshot.update(made, inputs, context());
        var changed = new Existing(made.id(), inputs, outputs);

        snapshot.delete(changed, context());

        assertThat(Path.of(made.id())).doesNotExist();
    }

    private void isMadeInABucket(String endpoint) throws IOException {
        var bucket = (HttpURLConnection) URI.create(endpoint + "/safe").toURL().openConnection();
        bucket.setRequestMethod("PUT");
        assertThat(bucket.getResponseCode()).isEqualTo(200);
        isMadeIn(
                "s3://safe/" + cluster,
                "?region=us-east-1&endpoint=" + endpoint,
                "credentials: {accessKeyId: id, secretAccessKey: hidden-key}");
    }

    private void isMadeInARegistry(Path directory) {
        try (var registry = RegistryServer.start(directory, "id", "hidden-key")) {
            isMadeIn(
                    "oci://" + registry.address() + "/safe/" + cluster,
                    "",
                    "login: {username: id, password: hidden-key}");
        }
    }

    /// @param place where it is called after cluster and time
    private void isMadeIn(String place, String options, String secrets) {
        ObjectValue inputs = inputs(place + options, "retain: false\n" + secrets);

        Created created = snapshot.create(inputs, context());

        var made = new Existing(created.id(), inputs, created.outputs());
        assertThat(created.id()).matches("\\Q" + place + "\\E[/:]" + cluster + "\\.20.+");
        assertThat(created.outputs().requireText("digest")).matches("[0-9a-f]{64}");
        assertThat(created.outputs().toString()).doesNotContain("hidden-key");
        assertThat(((ReadOutcome.Found) snapshot.read(made, context())).outputs())
                .isEqualTo(created.outputs());
        snapshot.delete(made, context());
        assertThat(snapshot.read(made, context())).isInstanceOf(ReadOutcome.Gone.class);
        assertThat(said.toString()).doesNotContain("hidden-key");
    }

    private ObjectValue inputs(String url, String more) {
        String yaml =
                """
                clusterName: %s
                host: {standalone: {local: {}}}
                url: '%s'
                passphrase: %s
                %s
                """;
        return Given.checked(
                snapshot, "s", Given.value(yaml.formatted(cluster, url, PASSPHRASE, more)));
    }

    private OperationContext context() {
        return new OperationContext(
                Given.named(TYPE, "s"),
                Optional.of(Duration.ofMinutes(2)),
                new Cancellation(),
                said::add,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }
}
