package io.mooring.api;

import java.util.List;

/// Everything that happens by the clock: sleep, snapshots, deletion.
final class ScheduleRules implements Rule {
    @Override
    public void check(Check check) {
        var sleep = check.config().sleep().auto();
        check.duration("sleep.auto.afterInactivity", sleep.afterInactivity());
        check.cron("sleep.auto.schedule", sleep.schedule());
        check.cron("sleep.auto.wakeup.schedule", sleep.wakeup().schedule());
        check.timezone("sleep.auto.timezone", sleep.timezone());
        check.duration(
                "deletion.auto.afterInactivity",
                check.config().deletion().auto().afterInactivity());
        check.require(
                !check.config().deletion().prevent()
                        || check.config().deletion().auto().afterInactivity().isEmpty(),
                "deletion.auto.afterInactivity",
                "cannot be set while deletion.prevent is true");
        snapshots(check, check.config().snapshots().auto());
        passphrase(check, check.config().snapshots());
    }

    private static void snapshots(Check check, Snapshots.Auto auto) {
        var path = "snapshots.auto";
        check.cron(path + ".schedule", auto.schedule());
        check.timezone(path + ".timezone", auto.timezone());
        check.atLeast(path + ".retention.period", auto.retention().period(), 0);
        check.atLeast(path + ".retention.maxSnapshots", auto.retention().maxSnapshots(), 0);
        var storage = auto.storage();
        volume(check, storage.container());
        check.oneOf(path + ".storage.type", storage.type(), "s3", "oci", "container", "azure");
        check.require(
                auto.schedule().isEmpty() || !storage.type().isEmpty(),
                path + ".storage.type",
                "must be set while snapshots.auto.schedule is; one of s3, oci, container, azure");
        for (var place :
                List.of(
                        new Place("s3", ".s3.url", storage.s3().url()),
                        new Place("oci", ".oci.repository", storage.oci().repository()),
                        new Place("container", ".container.path", storage.container().path()),
                        new Place("azure", ".azure.blobUrl", storage.azure().blobUrl()))) {
            check.require(
                    !storage.type().equals(place.type()) || !place.value().isEmpty(),
                    path + ".storage" + place.key(),
                    "must be set for storage of type " + place.type());
        }
    }

    /// The volume has to be where the snapshots go.
    private static void volume(Check check, Snapshots.Container container) {
        var path = "snapshots.auto.storage.container";
        var volume = container.volume();
        boolean isWithin =
                volume.path().isEmpty()
                        ? volume.name().isEmpty()
                        : (container.path() + "/").startsWith(volume.path() + "/");
        check.require(
                isWithin,
                path + ".volume.path",
                "must be where .path is or above it, so that snapshots go to the volume, but is \""
                        + volume.path()
                        + '"');
        check.require(
                container.path().isEmpty() || container.path().startsWith("/"),
                path + ".path",
                "must be a path from the root, but is \"" + container.path() + '"');
    }

    private static void passphrase(Check check, Snapshots snapshots) {
        var path = "snapshots.encryption";
        var encryption = snapshots.encryption();
        check.require(
                encryption.passphraseFile().isEmpty() || encryption.secretName().isEmpty(),
                path + ".passphraseFile",
                "must not be set beside .secretName");
        check.require(
                snapshots.auto().schedule().isEmpty() || !encryption.isEmpty(),
                path + ".secretName",
                "must be set while snapshots.auto.schedule is, or .passphraseFile must: a snapshot"
                        + " holds every secret and key of the cluster");
        check.require(
                snapshots.restore().url().isEmpty() || !encryption.isEmpty(),
                path + ".secretName",
                "must be set while snapshots.restore.url is, or .passphraseFile must");
    }

    private record Place(String type, String key, String value) {}
}
