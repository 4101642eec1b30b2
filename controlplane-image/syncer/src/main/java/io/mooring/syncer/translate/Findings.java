package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import java.util.ArrayList;
import java.util.List;

/// What a translation meets on its way: all of it, not only the first.
final class Findings {
    private final List<String> refusals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    void refuse(String reason) {
        refusals.add(reason);
    }

    void refuseIf(boolean wrong, String reason) {
        if (wrong) {
            refuse(reason);
        }
    }

    /// Refuses what names a class of the host that the tenant does not see; waits until it is known
    /// which those are.
    void requireOffered(TenantView view, ResourceKind kind, String field, String name) {
        boolean known = view.isOfferKnown(kind);
        if (!name.isEmpty() && !known) {
            awaitListed(kind);
        }
        refuseIf(
                !name.isEmpty() && known && !view.offers(kind, name),
                field
                        + " "
                        + name
                        + ": the host cluster offers this cluster no such "
                        + kind.kind()
                        + "; choose one of those that are here");
    }

    /// Refuses what could name a copy of another tenant's where nothing says which of the host's
    /// there are to choose from; those that are shown never are copies.
    void refuseCopies(FromHost shown, ResourceKind kind, String field, String name) {
        refuseIf(
                !shown.shows(kind) && HostNames.mayBeClusterWide(name),
                field
                        + " "
                        + name
                        + ": names of this form are of what tenants make; name another "
                        + kind.kind());
    }

    /// Waits until the host has the copy that the field is to name.
    void requireCopy(TenantView view, ResourceKind kind, String field, String name, String copy) {
        if (!view.isInHost(kind, copy)) {
            await(field + " " + name + ": the host cluster has no copy of that " + kind.kind());
        }
    }

    void note(String note) {
        notes.add(note);
    }

    void await(String what) {
        missing.add(what);
    }

    void awaitIf(boolean missing, String what) {
        if (missing) {
            await(what);
        }
    }

    /// Waits until it is known what the host has of the kind.
    void awaitListed(ResourceKind kind) {
        await(kind.plural() + " of the host cluster have not been listed yet");
    }

    Translation conclude(KubeObject host) {
        if (!refusals.isEmpty()) {
            return new Translation.Refused(refusals);
        }
        return missing.isEmpty()
                ? new Translation.Synced(host, notes)
                : new Translation.Waiting(String.join("; ", missing));
    }
}
