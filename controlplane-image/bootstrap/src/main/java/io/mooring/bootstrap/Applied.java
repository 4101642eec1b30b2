package io.mooring.bootstrap;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.Map;

/// An object and its kind, ready to be applied.
record Applied(ResourceKind kind, KubeObject object) {
    static Applied of(ObjectRef ref, Map<String, ?> content) {
        return new Applied(ref.kind(), KubeObject.of(ref, content));
    }
}
