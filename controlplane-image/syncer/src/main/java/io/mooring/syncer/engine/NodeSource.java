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

    /// Has the host take what the tenant has changed of the node, if it is to.
    ///
    /// @param shown as [#node] says it
    /// @return whether something was changed, which is told later
    default boolean takesBack(KubeObject tenants, KubeObject shown) {
        return false;
    }

    @Override
    void close();
}
