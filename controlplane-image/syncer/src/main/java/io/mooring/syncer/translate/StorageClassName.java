package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.Map;

/// The storage class that a claim or a volume names.
final class StorageClassName {
    static final String FIELD = "spec.storageClassName";

    private static final String KEY = "storageClassName";

    private StorageClassName() {}

    /// Where tenants' classes go over, it becomes that of the copy; else it is one of the host's,
    /// and refused if it could be the copy of another tenant's.
    ///
    /// @return the host's class that it still names; empty for a tenant's, and for none
    static String translate(
            Map<String, Object> spec, Settings settings, Copies copies, Findings findings) {
        var name = Tree.text(spec, KEY);
        if (settings.has(Feature.STORAGE_CLASSES_TO_HOST) && !name.isEmpty()) {
            spec.put(KEY, copies.name("", name));
            return "";
        }
        findings.refuseCopies(settings.fromHost(), ResourceKind.STORAGE_CLASS, FIELD, name);
        return name;
    }
}
