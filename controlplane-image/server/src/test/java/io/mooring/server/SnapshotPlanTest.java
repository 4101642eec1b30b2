package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a configuration says of scheduled snapshots.
final class SnapshotPlanTest {

    @Test
    void aRegistryIsAPlaceWithALoginOfItsOwnOrASecret() {
        SnapshotPlan own =
                plan("{repository: '127.0.0.1:5000/team/shop', username: me, password: hunter2}");
        SnapshotPlan secret =
                plan(
                        "{repository: 'oci://r.example/shop?chunk-mib=4', credential: {secretName: a}}");

        assertThat(own.place()).hasToString("oci://127.0.0.1:5000/team/shop");
        assertThat(own.login()).isPresent();
        assertThat(own.credentials()).isEmpty();
        assertThat(own.toString()).doesNotContain("hunter2");
        assertThat(secret.place()).hasToString("oci://r.example/shop");
        assertThat(secret.login()).isEmpty();
        assertThat(secret.credentials())
                .contains(Path.of("/var/run/secrets/mooring/snapshot-storage"));
        for (SnapshotPlan plan : new SnapshotPlan[] {own, secret}) {
            try (SnapshotStore store = plan.open()) {
                assertThat(store).hasToString(plan.place().toString());
            }
        }
    }

    @Test
    void aClustersMarkIsOfItsUid() {
        assertThat(new ClusterMark("1f0a2b3c")).hasToString("1f0a2b3c");
        assertThatThrownBy(() -> new ClusterMark("1f0"))
                .hasMessage("telling this cluster from others: \"1f0\" is no beginning of a UID");
    }

    private static SnapshotPlan plan(String oci) {
        String config =
                """
                privateNodes: {enabled: true}
                snapshots:
                  auto:
                    schedule: '@daily'
                    storage: {type: oci, oci: %s}
                  encryption: {passphraseFile: /a}
                """
                        .formatted(oci);
        return SnapshotPlan.of(ConfigLoader.load(config).config(), "shop").orElseThrow();
    }
}
