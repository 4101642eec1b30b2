package io.mooring.pki;

import java.util.Set;

/// What a run of [ClusterPki#ensure] has made or made anew, by base name: `apiserver`, `tunnel`,
/// `admin.conf`, ...
public record RotationReport(Set<String> created, Set<String> reissued) {
    public RotationReport {
        created = Set.copyOf(created);
        reissued = Set.copyOf(reissued);
    }

    /// Whether a process that uses any of the files has to load them again.
    public boolean touched(String... baseNames) {
        for (var name : baseNames) {
            if (created.contains(name) || reissued.contains(name)) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return created.isEmpty() && reissued.isEmpty();
    }
}
