package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.TenantView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What both API servers have, as far as is known here. Thread-safe.
final class Sides implements TenantView {
    private final HostNames names;
    private final Map<ResourceKind, Cache> tenant;
    private final Map<ResourceKind, Cache> host;
    private final Set<ResourceKind> first;
    private final Offers offers;
    // replaced whole when a namespace changes: every translation of a pod reads it
    private volatile Map<String, Map<String, String>> namespaceLabels = Map.of();

    Sides(
            HostNames names,
            Map<ResourceKind, Cache> tenant,
            Map<ResourceKind, Cache> host,
            Offers offers) {
        this.names = names;
        this.offers = offers;
        this.tenant = new ConcurrentHashMap<>(tenant);
        this.host = new ConcurrentHashMap<>(host);
        this.first = Set.copyOf(tenant.keySet());
    }

    /// One kind more, for which nothing else waits.
    void add(ResourceKind kind, Cache ofTenant, Cache ofHost) {
        tenant.put(kind, ofTenant);
        host.put(kind, ofHost);
    }

    /// Whether everything of the kind is known on both sides.
    boolean isKnown(ResourceKind kind) {
        return cache(tenant, kind).isSynced() && cache(host, kind).isSynced();
    }

    Optional<KubeObject> tenant(SyncKey key) {
        return cache(tenant, key.kind()).find(key.namespace(), key.name());
    }

    Optional<KubeObject> copy(SyncKey key) {
        return host(key.kind(), names.copy(key.namespace(), key.name()));
    }

    /// Takes a tenant's object as it was read in the place of what is kept of it.
    void complete(SyncKey key, KubeObject read) {
        cache(tenant, key.kind()).complete(read);
    }

    /// Keeps of a tenant's object what is to be kept of it now.
    void keepAnew(SyncKey key) {
        cache(tenant, key.kind()).keepAnew(key.namespace(), key.name());
    }

    /// What has the name in the host namespace, or in the host if the kind has none, a copy or not.
    Optional<KubeObject> host(ResourceKind kind, String name) {
        return cache(host, kind).find(kind.namespaced() ? names.hostNamespace() : "", name);
    }

    List<KubeObject> tenantsIn(ResourceKind kind, String namespace) {
        return List.copyOf(cache(tenant, kind).in(namespace));
    }

    Collection<KubeObject> allTenants(ResourceKind kind) {
        return cache(tenant, kind).all();
    }

    Collection<KubeObject> allCopies(ResourceKind kind) {
        return cache(host, kind).all();
    }

    boolean isTenantKnown(ResourceKind kind) {
        return cache(tenant, kind).isSynced();
    }

    boolean areKnown() {
        return first.stream().allMatch(kind -> isSynced(tenant, kind) && isSynced(host, kind))
                && offers.unknown().isEmpty();
    }

    /// What nobody watches is known.
    private static boolean isSynced(Map<ResourceKind, Cache> side, ResourceKind kind) {
        var cache = side.get(kind);
        return cache == null || cache.isSynced();
    }

    /// What has not been listed yet, in words.
    String unknown() {
        var unknown = new ArrayList<String>(notListed(tenant, "the tenant"));
        unknown.addAll(notListed(host, "the host cluster"));
        unknown.addAll(offers.unknown());
        return String.join(", ", unknown);
    }

    private List<String> notListed(Map<ResourceKind, Cache> side, String whose) {
        return side.entrySet().stream()
                .filter(entry -> first.contains(entry.getKey()) && !entry.getValue().isSynced())
                .map(entry -> entry.getKey().plural() + " of " + whose)
                .sorted()
                .toList();
    }

    /// Reads the labels of the namespaces anew.
    void namespacesChanged() {
        var labels = new HashMap<String, Map<String, String>>();
        cache(tenant, ResourceKind.NAMESPACE)
                .all()
                .forEach(namespace -> labels.put(namespace.name(), namespace.labels()));
        namespaceLabels = Map.copyOf(labels);
    }

    @Override
    public List<KubeObject> services(String namespace) {
        return tenantsIn(ResourceKind.SERVICE, namespace);
    }

    @Override
    public Optional<KubeObject> service(String namespace, String name) {
        return cache(tenant, ResourceKind.SERVICE).find(namespace, name);
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return namespaceLabels;
    }

    @Override
    public Optional<String> dnsAddress() {
        return copy(new SyncKey(ResourceKind.SERVICE, "kube-system", "kube-dns"))
                .flatMap(service -> service.text("spec", "clusterIP"))
                .filter(address -> !address.isEmpty() && !address.equals("None"));
    }

    @Override
    public boolean offers(ResourceKind kind, String name) {
        return offers.offers(kind, name);
    }

    @Override
    public boolean isOfferKnown(ResourceKind kind) {
        return offers.isKnown(kind);
    }

    @Override
    public boolean isInHost(ResourceKind kind, String name) {
        return host(kind, name).isPresent();
    }

    @Override
    public Collection<KubeObject> tenants(ResourceKind kind) {
        return tenant.containsKey(kind) ? allTenants(kind) : List.of();
    }

    @Override
    public Optional<KubeObject> tenant(ResourceKind kind, String namespace, String name) {
        return tenant.containsKey(kind)
                ? tenant(new SyncKey(kind, namespace, name))
                : Optional.empty();
    }

    @Override
    public Collection<KubeObject> hosts(ResourceKind kind) {
        return host.containsKey(kind) ? allCopies(kind) : List.of();
    }

    @Override
    public Optional<Name> origin(ResourceKind kind, Name seen) {
        return offers.origin(kind, seen);
    }

    @Override
    public Optional<Collection<KubeObject>> grants() {
        var known =
                tenant.entrySet().stream()
                        .filter(entry -> GatewayApi.isGrant(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
        if (known.isPresent()) {
            return known.filter(Cache::isSynced).map(Cache::all);
        }
        // where the host has no such definition, nobody can grant anything
        return offers.mayCome(GatewayApi.grants()) ? Optional.empty() : Optional.of(List.of());
    }

    private static Cache cache(Map<ResourceKind, Cache> side, ResourceKind kind) {
        var cache = side.get(kind);
        if (cache == null) {
            throw new IllegalArgumentException(kind.plural() + " are not watched");
        }
        return cache;
    }
}
