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
    }

    private static void snapshots(Check check, Snapshots.Auto auto) {
        var path = "snapshots.auto";
        check.cron(path + ".schedule", auto.schedule());
        check.timezone(path + ".timezone", auto.timezone());
        check.atLeast(path + ".retention.period", auto.retention().period(), 0);
        check.atLeast(path + ".retention.maxSnapshots", auto.retention().maxSnapshots(), 0);
        var storage = auto.storage();
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

    private record Place(String type, String key, String value) {}
}
