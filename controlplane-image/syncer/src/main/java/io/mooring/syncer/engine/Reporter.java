package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;

/// Tells a tenant what became of its object: as an event, in the end.
public interface Reporter {
    void tell(KubeObject tenant, String message);
}
