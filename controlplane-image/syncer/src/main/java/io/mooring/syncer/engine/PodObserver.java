package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import org.jspecify.annotations.Nullable;

/// Is told of a tenant's pods by the one watch of them. Called by one thread at a time; must not
/// block.
interface PodObserver {
    /// What has the pod's name now in the place of what had it before, each null for nothing.
    void changed(@Nullable KubeObject old, @Nullable KubeObject now);

    /// Every pod there is has been told.
    void listed();
}
