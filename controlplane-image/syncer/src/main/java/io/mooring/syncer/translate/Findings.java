package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
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

    void note(String note) {
        notes.add(note);
    }

    void await(String what) {
        missing.add(what);
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
