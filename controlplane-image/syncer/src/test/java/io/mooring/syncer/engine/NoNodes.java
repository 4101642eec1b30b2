package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import org.jspecify.annotations.Nullable;

/// For tests in which no node is seen.
final class NoNodes implements PodObserver {
    @Override
    public void changed(@Nullable KubeObject old, @Nullable KubeObject now) {}

    @Override
    public void listed() {}
}
