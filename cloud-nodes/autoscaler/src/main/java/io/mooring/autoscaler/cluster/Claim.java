package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A NodeClaim: one machine, wanted or there. Its spec never changes, but that it is settled by the
/// launch which of several kinds it is.
///
/// @param deletion when it was asked to go; it stays until the machine is gone
/// @param command the disruption it is part of
public record Claim(
        String name,
        String pool,
        String provider,
        Instant created,
        Spec spec,
        Status status,
        @Nullable Instant deletion,
        @Nullable Command command) {

    /// @param price dollars an hour
    /// @param hash of the pool as it was
    /// @param others what will do where this is not to be had, the most wanted first; none of them
    ///   has others
    public record Spec(
            String instanceType,
            String zone,
            String capacityType,
            String reservation,
            double price,
            SortedMap<String, String> labels,
            List<Taint> taints,
            List<Taint> startupTaints,
            SortedMap<String, Long> capacity,
            SortedMap<String, Long> allocatable,
            @Nullable Duration expireAfter,
            @Nullable Duration gracePeriod,
            String hash,
            List<Spec> others) {
        public Spec {
            others = List.copyOf(others);
            labels = new TreeMap<>(labels);
            taints = List.copyOf(taints);
            startupTaints = List.copyOf(startupTaints);
            capacity = new TreeMap<>(capacity);
            allocatable = new TreeMap<>(allocatable);
        }

        /// This and then what will do in its place.
        public List<Spec> choices() {
            return Stream.concat(Stream.of(settled()), others.stream()).toList();
        }

        /// This and nothing else.
        public Spec settled() {
            return others.isEmpty() ? this : with(List.of());
        }

        public Spec with(List<Spec> instead) {
            return new Spec(
                    instanceType,
                    zone,
                    capacityType,
                    reservation,
                    price,
                    labels,
                    taints,
                    startupTaints,
                    capacity,
                    allocatable,
                    expireAfter,
                    gracePeriod,
                    hash,
                    instead);
        }
    }

    /// @param providerId empty until there is a machine
    /// @param reason why it was deleted
    /// @param terminateBy when it goes with whatever is still on it
    public record Status(
            String providerId,
            @Nullable Instant launched,
            @Nullable Instant registered,
            @Nullable Instant initialized,
            @Nullable Reason reason,
            @Nullable Instant terminateBy) {

        public static final Status NEW = new Status("", null, null, null, null, null);

        public Status launched(String id, Instant at) {
            return new Status(id, at, registered, initialized, reason, terminateBy);
        }

        public Status registered(Instant at) {
            return new Status(providerId, launched, at, initialized, reason, terminateBy);
        }

        public Status initialized(Instant at) {
            return new Status(providerId, launched, registered, at, reason, terminateBy);
        }

        public Status going(Reason why, @Nullable Instant by) {
            return new Status(providerId, launched, registered, initialized, why, by);
        }
    }

    /// A disruption under way: those that go and those that come instead bear the same id.
    ///
    /// @param replacements how many come
    /// @param replaces whether this one is among those that come
    public record Command(
            String id, Reason reason, int replacements, boolean replaces, Instant since) {}

    public boolean deleting() {
        return deletion != null;
    }

    public boolean initialized() {
        return status.initialized() != null;
    }

    /// Whether it is to go, now or once its replacements are there.
    public boolean leaving() {
        return deletion != null || command != null && !command.replaces();
    }

    public Claim with(Spec settled) {
        return new Claim(name, pool, provider, created, settled, status, deletion, command);
    }

    public Claim with(Status changed) {
        return new Claim(name, pool, provider, created, spec, changed, deletion, command);
    }

    public Claim with(@Nullable Command changed) {
        return new Claim(name, pool, provider, created, spec, status, deletion, changed);
    }

    public Claim deleted(Instant at) {
        return new Claim(name, pool, provider, created, spec, status, at, command);
    }
}
