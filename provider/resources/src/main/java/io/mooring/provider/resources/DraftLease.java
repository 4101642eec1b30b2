package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Lease that says that something is being made.
///
/// @param lease as it was read
record DraftLease(KubeClient kube, KubeObject lease) {

    static final String NAMESPACE = "kube-system";

    private static final String SHAPE = "mooring.io/draft";
    private static final String DRAWN = "mooring.io/drawn-name";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static String selector(String shape) {
        return SHAPE + "=" + shape;
    }

    static DraftLease create(KubeClient kube, String drawn, String shape, Clock clock) {
        var ref =
                ObjectRef.of(
                        ResourceKind.LEASE,
                        NAMESPACE,
                        "mooring-draft-" + drawn.toLowerCase(Locale.ROOT));
        var content =
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of(SHAPE, shape), "annotations", Map.of(DRAWN, drawn)),
                        "spec",
                        spec(clock));
        return new DraftLease(kube, kube.create(ResourceKind.LEASE, KubeObject.of(ref, content)));
    }

    String name() {
        return lease.name();
    }

    /// The name under which it is made.
    String drawn() {
        return lease.annotations().getOrDefault(DRAWN, "");
    }

    Instant renewed() {
        return lease.text("spec", "renewTime").map(Instant::parse).orElse(Instant.EPOCH);
    }

    boolean isAsItWas(@Nullable DraftLease before) {
        return before != null && lease.resourceVersion().equals(before.lease.resourceVersion());
    }

    /// Becomes its holder, unless another does first.
    Optional<DraftLease> taken(Clock clock) {
        try {
            return Optional.of(
                    new DraftLease(
                            kube,
                            kube.replace(ResourceKind.LEASE, lease.with(spec(clock), "spec"))));
        } catch (KubeFailure.Conflict | KubeFailure.NotFound _) {
            return Optional.empty();
        }
    }

    void renew(Clock clock) {
        var _ = kube.mergePatch(ref(), Map.of("spec", spec(clock)));
    }

    void delete() {
        var _ = kube.delete(ref());
    }

    private ObjectRef ref() {
        return ObjectRef.of(ResourceKind.LEASE, NAMESPACE, lease.name());
    }

    private static Map<String, Object> spec(Clock clock) {
        var spec = new HashMap<String, Object>();
        spec.put("holderIdentity", "mooring-provider-" + ProcessHandle.current().pid());
        spec.put("renewTime", TIME.format(clock.instant()));
        return spec;
    }
}
