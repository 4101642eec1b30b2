package io.mooring.syncer.engine;

import io.mooring.kube.IssuedToken;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One of the two API servers, as far as the syncer uses it: the tenant's whole, the host's for one
/// namespace. Thread-safe; every call fails with an [ApiFailure].
public interface ApiServer {
    /// Keeps the handler informed until closed, as [WatchHandler] says: by one thread at a time, of
    /// everything again after a lost connection.
    AutoCloseable watch(ResourceKind kind, WatchHandler handler);

    /// As above, of what matches, in whichever namespace that is.
    AutoCloseable watch(ResourceKind kind, ListQuery query, WatchHandler handler);

    /// The object, or empty if it does not exist.
    Optional<KubeObject> read(ResourceKind kind, String namespace, String name);

    KubeObject create(ResourceKind kind, KubeObject object);

    /// Replaces the object, not its status, if it is still of this `resourceVersion`.
    KubeObject update(ResourceKind kind, KubeObject object);

    /// Replaces the object's status, if it is still of this `resourceVersion`.
    KubeObject updateStatus(ResourceKind kind, KubeObject object);

    /// Adds ephemeral containers to a pod, if it is still of this `resourceVersion`.
    void extend(KubeObject pod);

    /// Changes what the containers of a pod ask for, if it is still of this `resourceVersion`.
    KubeObject resize(KubeObject pod);

    /// Gives a pod its node, and annotations with it.
    void bind(KubeObject pod, String node, Map<String, String> annotations);

    /// Issues a token of the pod's service account that ends with the pod.
    ///
    /// @param audience empty for the API's own
    IssuedToken issueToken(KubeObject pod, String audience, long seconds);

    /// Deletes this very object; one of the same name that was made later is a conflict.
    ///
    /// @param graceSeconds empty for what the object says
    void delete(ResourceKind kind, KubeObject read, OptionalLong graceSeconds);
}
