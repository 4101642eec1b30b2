package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.ShownKind.Name;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What else there is, as far as the translation of one object depends on it.
public interface TenantView {
    /// The tenant's services in its namespace.
    List<KubeObject> services(String namespace);

    /// The tenant's service.
    Optional<KubeObject> service(String namespace, String name);

    /// The tenant's namespaces and their labels.
    Map<String, Map<String, String>> namespaces();

    /// Where pods of the tenant ask for names.
    Optional<String> dnsAddress();

    /// Whether the host's object of the name is one that the tenant may use; always, if nothing
    /// says which are.
    boolean offers(ResourceKind kind, String name);

    /// Whether what of the host's objects of the kind the tenant may use and see is known by now.
    boolean isOfferKnown(ResourceKind kind);

    /// Whether the host has something of the name by now, of a kind that is synced.
    boolean isInHost(ResourceKind kind, String name);

    /// The tenant's objects of the kind, if it is synced.
    Collection<KubeObject> tenants(ResourceKind kind);

    /// The tenant's object of the kind, if that is synced.
    Optional<KubeObject> tenant(ResourceKind kind, String namespace, String name);

    /// All that the host has of the kind, that of others too, if it is synced.
    Collection<KubeObject> hosts(ResourceKind kind);

    /// Which of the host's objects the tenant sees under the name; empty if that is none, or if it
    /// has one of its own there.
    Optional<Name> origin(ResourceKind kind, Name seen);

    /// The tenant's reference grants of the Gateway API, of all its namespaces; empty as long as
    /// they are not known.
    Optional<Collection<KubeObject>> grants();
}
