package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// What the nodes are that a tenant sees. Thread-safe.
interface NodeSource extends AutoCloseable {
    /// Begins to watch. Once.
    ///
    /// @param changed is told the name of a node that may look otherwise now
    /// @param known is told that everything is known
    void start(Consumer<String> changed, Runnable known);

    boolean isKnown();

    /// The names of nodes that may be there without pods.
    Collection<String> names();

    /// The node as the tenant is to see it.
    ///
    /// @param hasPods whether pods of the tenant are there
    Optional<KubeObject> node(String name, boolean hasPods);

    @Override
    void close();
}
