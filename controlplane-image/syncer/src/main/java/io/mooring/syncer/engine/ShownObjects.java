package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Has tenants' objects of one kind be as something else says. What a tenant changes of them is put
/// back; labels and annotations that it adds stay. An object that is not ours is left alone, and
/// one that is to be kept is never removed. Thread-safe; one object is given by one thread at a
/// time.
final class ShownObjects {
    private static final Duration LATER = Duration.ofMinutes(1);

    /// Whose removal would take the tenant's own objects with it: pods, custom resources.
    private static final Set<ResourceKind> HELD =
            Set.of(ResourceKind.NODE, ResourceKind.CUSTOM_RESOURCE_DEFINITION);

    private final ApiServer tenant;
    private final ResourceKind kind;
    private final boolean statusApart;
    private final Predicate<KubeObject> marked;
    // by uid, since the mark may be taken away
    private final Set<String> ours = ConcurrentHashMap.newKeySet();
    // by uid: what the API server made of what was written, where that is something else
    private final Map<String, KubeObject> written = new ConcurrentHashMap<>();

    /// @param marked whether the object says that it is ours
    ShownObjects(
            ApiServer tenant,
            ResourceKind kind,
            boolean statusApart,
            Predicate<KubeObject> marked) {
        this.tenant = tenant;
        this.kind = kind;
        this.statusApart = statusApart;
        this.marked = marked;
    }

    boolean isOurs(KubeObject object) {
        if (marked.test(object)) {
            ours.add(object.uid());
        }
        return ours.contains(object.uid());
    }

    /// Comes one step nearer to what is wanted; the next is due when the effect is told.
    ///
    /// @param there what has the name now
    /// @return when to look again even if nothing is told
    Optional<Duration> mend(Optional<KubeObject> there, Optional<KubeObject> wanted) {
        if (there.isPresent()) {
            mend(there.get(), wanted);
            return Optional.empty();
        }
        wanted.ifPresent(this::make);
        // what is made and deleted while a watch has lost track is never seen
        return wanted.map(_ -> LATER);
    }

    private void mend(KubeObject now, Optional<KubeObject> wanted) {
        if (!isOurs(now) || Plan.isDeleting(now)) {
            return;
        }
        if (wanted.isEmpty()) {
            if (!Marks.isKept(now)) {
                remove(now);
            }
        } else if (!isAsWanted(now, bodyFor(now, wanted.get()))) {
            replace(now, bodyFor(now, wanted.get()));
        } else if (statusApart && !Covers.status(now, wanted.get())) {
            tenant.updateStatus(kind, now.with(wanted.get().map("status"), "status"));
        }
    }

    private void make(KubeObject wanted) {
        try {
            note(tenant.create(kind, Stamps.stamped(wanted, body(wanted))), wanted);
        } catch (ApiFailure.Gone e) {
            // it has no namespace, which is one's own to make where things are shown in it
            tenant.create(
                    ResourceKind.NAMESPACE,
                    KubeObject.of(
                            ObjectRef.cluster(ResourceKind.NAMESPACE, wanted.namespace()),
                            Map.of()));
            throw e;
        }
    }

    private void remove(KubeObject now) {
        tenant.delete(kind, now, OptionalLong.empty());
        written.remove(now.uid());
        ours.remove(now.uid());
    }

    private void replace(KubeObject now, KubeObject wanted) {
        var whole =
                wanted.with(now.map("metadata"), "metadata")
                        .with(Stamps.merged(now, wanted, "labels"), "metadata", "labels")
                        .with(Stamps.merged(now, wanted, "annotations"), "metadata", "annotations")
                        .with(
                                wanted.list("metadata", "ownerReferences"),
                                "metadata",
                                "ownerReferences");
        var stamped = Stamps.stamped(whole, wanted);
        var status = now.at("status");
        try {
            note(
                    tenant.update(
                            kind,
                            statusApart && status.isPresent()
                                    ? stamped.with(status.get(), "status")
                                    : stamped),
                    wanted);
        } catch (ApiFailure.Rejected e) {
            if (HELD.contains(kind)) {
                throw e;
            }
            // what cannot be changed is made anew
            remove(now);
        }
    }

    private void note(KubeObject answer, KubeObject wanted) {
        ours.add(answer.uid());
        if (Covers.same(answer, wanted)) {
            written.remove(answer.uid());
        } else {
            written.put(answer.uid(), answer);
        }
    }

    private boolean isAsWanted(KubeObject now, KubeObject wanted) {
        return marked.test(now)
                && Stamps.isDigest(now, wanted)
                && Covers.covers(now, wanted)
                && (Covers.same(now, wanted) || isAsWritten(now));
    }

    /// An API server of another version may add what the host's does not know.
    private boolean isAsWritten(KubeObject now) {
        var answer = written.get(now.uid());
        return answer != null && Covers.same(now, answer);
    }

    /// What was to be kept once stays so.
    private KubeObject bodyFor(KubeObject now, KubeObject wanted) {
        var body = body(wanted);
        return Marks.isKept(now) ? body.with("true", "metadata", "annotations", Marks.KEPT) : body;
    }

    private KubeObject body(KubeObject wanted) {
        if (!statusApart || wanted.at("status").isEmpty()) {
            return wanted;
        }
        var fields = new LinkedHashMap<>(wanted.fields());
        fields.remove("status");
        return new KubeObject(fields);
    }
}
