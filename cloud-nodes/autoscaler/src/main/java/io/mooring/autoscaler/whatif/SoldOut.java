package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.model.Offering;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;

/// Offerings that a provider has lately refused; they are not asked for until some time later. Lost
/// in a crash: then they are tried once more. Owned by the controller's thread.
public final class SoldOut {

    private final TreeMap<String, Instant> until = new TreeMap<>();

    public void add(Claim.Spec spec, String provider, Instant end) {
        until.put(
                key(
                        provider,
                        spec.instanceType(),
                        spec.zone(),
                        spec.capacityType(),
                        spec.reservation()),
                end);
    }

    public void expire(Instant now) {
        until.values().removeIf(end -> !end.isAfter(now));
    }

    public boolean has(String provider, String type, Offering offering) {
        return !until.isEmpty()
                && until.containsKey(
                        key(
                                provider,
                                type,
                                offering.zone(),
                                offering.capacityType(),
                                offering.reservation()));
    }

    public Set<String> keys() {
        return Set.copyOf(until.keySet());
    }

    /// The next time that something is tried again.
    public Instant next(Instant otherwise) {
        return until.values().stream().min(Instant::compareTo).orElse(otherwise);
    }

    private static String key(
            String provider, String type, String zone, String capacityType, String reservation) {
        return String.join("/", provider, type, zone, capacityType, reservation);
    }
}
