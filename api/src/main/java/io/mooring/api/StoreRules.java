package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// One data store, and one that suits the number of control planes.
final class StoreRules implements Rule {
    private static final String PATH = "controlPlane.backingStore";

    @Override
    public void check(Check check) {
        var store = check.config().controlPlane().backingStore();
        var enabled = enabled(store);
        check.require(
                enabled.size() < 2,
                PATH,
                "only one store can be enabled, but these are: "
                        + String.join(", ", enabled.keySet()));
        highAvailability(check, store);
        var external = store.database().external();
        check.require(
                !external.enabled()
                        || !external.dataSource().isEmpty()
                        || !external.connector().isEmpty(),
                PATH + ".database.external.dataSource",
                "must be set while the external database is enabled, or .connector must");
        etcd(check, store.etcd());
    }

    private static Map<String, Boolean> enabled(BackingStore store) {
        Map<String, Boolean> all = new LinkedHashMap<>();
        all.put("database.embedded", store.database().embedded().enabled());
        all.put("database.external", store.database().external().enabled());
        all.put("etcd.embedded", store.etcd().embedded().enabled());
        all.put("etcd.deploy", store.etcd().deploy().enabled());
        all.put("etcd.external", store.etcd().external().enabled());
        all.values().removeIf(on -> !on);
        return all;
    }

    private static void highAvailability(Check check, BackingStore store) {
        var path = "controlPlane.statefulSet.highAvailability";
        var settings = check.config().controlPlane().statefulSet().highAvailability();
        check.atLeast(path + ".replicas", settings.replicas(), 1);
        check.require(
                settings.replicas() <= 1 || store.kind() != StoreKind.EMBEDDED_DATABASE,
                path + ".replicas",
                "an embedded database is not supported with "
                        + settings.replicas()
                        + " replicas; enable one of the etcd stores or an external database");
        members(check, store, settings.replicas());
        check.require(
                settings.leaseDuration() > settings.renewDeadline(),
                path + ".leaseDuration",
                "must be more than renewDeadline "
                        + settings.renewDeadline()
                        + ", but is "
                        + settings.leaseDuration());
        check.require(
                settings.renewDeadline() > settings.retryPeriod() && settings.retryPeriod() > 0,
                path + ".renewDeadline",
                "must be more than retryPeriod, and that more than 0, but they are "
                        + settings.renewDeadline()
                        + " and "
                        + settings.retryPeriod());
    }

    /// What several replicas need beside a store that all of them reach.
    private static void members(Check check, BackingStore store, int replicas) {
        var set = check.config().controlPlane().statefulSet();
        boolean several = replicas > 1 && store.kind() == StoreKind.EMBEDDED_ETCD;
        check.require(
                !several || replicas % 2 == 1,
                "controlPlane.statefulSet.highAvailability.replicas",
                "must be an odd number with an embedded etcd, so that a majority can decide, but"
                        + " is "
                        + replicas
                        + "; use 1 or 3");
        check.require(
                !several || set.scheduling().podManagementPolicy().equals("Parallel"),
                "controlPlane.statefulSet.scheduling.podManagementPolicy",
                "must be Parallel with an embedded etcd of several members: none of them is ready"
                        + " before a majority is there");
        check.require(
                replicas <= 1
                        || !"ClientIP"
                                .equals(
                                        check.config()
                                                .controlPlane()
                                                .service()
                                                .spec()
                                                .get("sessionAffinity")),
                "controlPlane.service.spec.sessionAffinity",
                "must not be ClientIP with several replicas: the agents of nodes would find one of"
                        + " their tunnel servers only");
    }

    private static void etcd(Check check, BackingStore.Etcd etcd) {
        check.require(
                !etcd.external().enabled() || !etcd.external().endpoint().isEmpty(),
                PATH + ".etcd.external.endpoint",
                "must be set while the external etcd is enabled");
        check.atLeast(PATH + ".etcd.embedded.snapshotCount", etcd.embedded().snapshotCount(), 1);
        int members = etcd.deploy().statefulSet().highAvailability().replicas();
        check.require(
                members >= 1 && members % 2 == 1,
                PATH + ".etcd.deploy.statefulSet.highAvailability.replicas",
                "must be an odd number, so that a majority can decide, but is " + members);
    }
}
