package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.List;

/// What is to be in the host cluster for an object of a tenant.
public sealed interface Translation {

    /// This object. The notes say what of the tenant's was left out, for the tenant to read.
    record Synced(KubeObject host, List<String> notes) implements Translation {
        public Synced {
            notes = List.copyOf(notes);
        }
    }

    /// Nothing, because the tenant asks for what tenants may not have.
    record Refused(List<String> reasons) implements Translation {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Nothing new, because a patch makes no sense of the object, which asks for nothing wrong:
    /// what is there stays.
    record Unpatched(String reason) implements Translation {}

    /// Nothing yet: something has to be there first.
    record Waiting(String reason) implements Translation {}

    /// Nothing: the host has no use for it.
    record NotNeeded() implements Translation {}
}
