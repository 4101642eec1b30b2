package io.mooring.server;

import io.mooring.kube.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/// A Lease as the API has it, with what upstream writes into those of leaders.
final class LeaseObject {

    /// As the API writes times of leases.
    static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LeaseObject() {}

    /// @param otherwise how long it holds, if it does not say
    static Election.Holding holding(KubeObject lease, Duration otherwise) {
        Duration duration =
                lease.text("spec", "leaseDurationSeconds")
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(otherwise);
        return new Election.Holding(
                lease.text("spec", "holderIdentity").orElse(""), lease.resourceVersion(), duration);
    }

    /// Of a lease that this holder has from now on.
    ///
    /// @param before what it said until now
    static Map<String, Object> spec(
            Map<String, Object> before, String holder, Duration duration, Instant now) {
        var spec = new HashMap<>(before);
        if (!holder.equals(before.get("holderIdentity"))) {
            spec.put("acquireTime", MICROSECONDS.format(now));
            Object times = before.getOrDefault("leaseTransitions", 0);
            spec.put("leaseTransitions", Long.parseLong(String.valueOf(times)) + 1);
        }
        spec.put("holderIdentity", holder);
        spec.put("leaseDurationSeconds", duration.toSeconds());
        spec.put("renewTime", MICROSECONDS.format(now));
        return spec;
    }
}
