package io.mooring.server;

import io.mooring.api.Cron;
import io.mooring.api.Snapshots;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.registry.Logins;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.oci.OciStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// When snapshots are made by themselves, where to, and which are kept.
///
/// @param credentials what the store asks for; without, the environment
/// @param login at a registry, if the configuration itself says one
record SnapshotPlan(
        String cluster,
        Cron schedule,
        ZoneId zone,
        SnapshotUrl place,
        Optional<Path> credentials,
        Optional<Logins> login,
        Retention retention) {

    /// @return empty without a schedule
    /// @throws ServerException if this version has no such store
    static Optional<SnapshotPlan> of(VirtualClusterConfig config, String cluster) {
        Snapshots.Auto auto = config.snapshots().auto();
        if (auto.schedule().isEmpty()) {
            return Optional.empty();
        }
        Cron schedule = Cron.find(auto.schedule()).orElseThrow();
        ZoneId zone = ZoneId.of(auto.timezone().isEmpty() ? "UTC" : auto.timezone());
        Retention retention = Retention.of(auto.retention());
        return Optional.of(
                new SnapshotPlan(
                        cluster,
                        schedule,
                        zone,
                        place(auto.storage()),
                        SnapshotSecrets.credentials(auto.storage()),
                        SnapshotSecrets.login(auto.storage()),
                        retention));
    }

    private static SnapshotUrl place(Snapshots.Storage storage) {
        return switch (storage.type()) {
            case "s3" -> SnapshotUrl.parse(storage.s3().url());
            case "oci" -> SnapshotUrl.parse(repository(storage.oci().repository()));
            case "container" -> SnapshotUrl.parse("file://" + storage.container().path());
            default ->
                    throw new ServerException(
                            "starting a control plane: snapshots.auto.storage.type is %s, which this version does not have; use s3, oci or container"
                                    .formatted(storage.type()));
        };
    }

    private static String repository(String text) {
        return SnapshotUrl.isMeant(text) ? text : "oci://" + text;
    }

    /// @param newest when the last one was made, if there is any
    /// @return empty if the schedule has no more times
    Optional<Instant> due(Optional<Instant> newest, Instant now) {
        return schedule.next(newest.orElse(now), zone);
    }

    /// Opens no connection yet.
    SnapshotStore open() {
        return login.isPresent()
                ? OciStore.open(place, login.get())
                : SnapshotStores.open(place, credentials);
    }
}
