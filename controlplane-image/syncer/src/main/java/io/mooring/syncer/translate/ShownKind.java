package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a tenant sees of the host's objects of one kind, as they are.
///
/// Never shown are keys of the product's domain, which mean something in the host cluster; in a
/// namespace, whatever has labels of it, which are control planes and copies; copies without a
/// namespace; and tokens of the host's accounts.
///
/// @param selector of labels, of what no place names; empty for all
/// @param places from where to where
/// @param statusApart whether the API has the status written by itself
/// @param patches changes to what is shown
/// @param kept names of definitions that tenants' own objects hang on, see [Marks#KEPT]
public record ShownKind(
        ResourceKind kind,
        Map<String, Object> selector,
        List<Place> places,
        boolean statusApart,
        Patches patches,
        Set<String> kept) {
    private static final ResourceKind CAPACITY =
            ResourceKind.inNamespace(
                    "storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities");
    private static final Set<String> TOKENS =
            Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

    /// In every namespace of every cluster, made there.
    private static final String ROOT_CA = "kube-root-ca.crt";

    private static final String OF_THE_SYSTEM = "system-";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /// All kinds that settings can switch on and off, but nodes; custom resources go with their
    /// definitions.
    public static final Set<ResourceKind> KINDS =
            Set.of(
                    ResourceKind.INGRESS_CLASS,
                    ResourceKind.RUNTIME_CLASS,
                    ResourceKind.PRIORITY_CLASS,
                    ResourceKind.STORAGE_CLASS,
                    ResourceKind.cluster("storage.k8s.io/v1", "CSINode", "csinodes"),
                    ResourceKind.cluster("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
                    CAPACITY,
                    ResourceClaimTranslator.CLASS,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET,
                    ResourceKind.SERVICE,
                    ResourceKind.ENDPOINTS,
                    ResourceKind.PERSISTENT_VOLUME,
                    ResourceKind.CUSTOM_RESOURCE_DEFINITION);

    /// Where the tenant sees an object.
    ///
    /// @param namespace empty for a kind without namespaces
    public record Name(String namespace, String name) {
        @Override
        public String toString() {
            return namespace.isEmpty() ? name : namespace + "/" + name;
        }
    }

    /// Which of the host's objects are seen where.
    ///
    /// @param fromNamespace empty for every one, and for a kind without namespaces
    /// @param fromName empty for every name
    /// @param toName empty for the host's name
    public record Place(String fromNamespace, String fromName, String toNamespace, String toName) {
        /// Everything of a kind without namespaces.
        public static Place everything() {
            return new Place("", "", "", "");
        }

        /// One object of a kind without namespaces.
        public static Place named(String name) {
            return new Place("", name, "", "");
        }

        /// Whether it names one object, which is chosen by that.
        private boolean isOne() {
            return !fromName.isEmpty();
        }

        private boolean holds(KubeObject host) {
            return (fromNamespace.isEmpty() || fromNamespace.equals(host.namespace()))
                    && (fromName.isEmpty() || fromName.equals(host.name()));
        }

        /// Whether something can be seen under the name, whatever the host has now.
        boolean covers(Name seen) {
            return toNamespace.equals(seen.namespace())
                    && (onlyName().isEmpty() || onlyName().equals(seen.name()));
        }

        /// The only name that something of it can have at the tenant's; empty if there are many.
        public String onlyName() {
            return toName.isEmpty() ? fromName : toName;
        }
    }

    /// Without patches, and keeping nothing.
    public ShownKind(
            ResourceKind kind,
            Map<String, Object> selector,
            List<Place> places,
            boolean statusApart) {
        this(kind, selector, places, statusApart, Patches.none(), Set.of());
    }

    public ShownKind {
        selector = Map.copyOf(selector);
        places = List.copyOf(places);
        kept = Set.copyOf(kept);
    }

    /// A kind without namespaces, or one whose namespaces mean nothing to tenants: those find all
    /// of it beside their system.
    public static ShownKind whole(ResourceKind kind, Map<String, Object> selector) {
        var place = kind.namespaced() ? new Place("", "", "kube-system", "") : Place.everything();
        return new ShownKind(kind, selector, List.of(place), false);
    }

    /// The same, with these changes to what is shown.
    public ShownKind patched(Patches with) {
        return new ShownKind(kind, selector, places, statusApart, with, kept);
    }

    /// Definitions, of which those of the names stay with the tenant.
    static ShownKind definitions(List<Place> places, List<String> kept) {
        return new ShownKind(
                ResourceKind.CUSTOM_RESOURCE_DEFINITION,
                Map.of(),
                places,
                false,
                Patches.none(),
                Set.copyOf(kept));
    }

    /// Under which names the tenant sees the object; none if it does not.
    public List<Name> names(KubeObject host) {
        if (isNever(host)) {
            return List.of();
        }
        boolean chosen = LabelMatch.matches(selector, host.labels());
        return places.stream()
                .filter(place -> place.holds(host) && (chosen || place.isOne()))
                .map(place -> new Name(place.toNamespace(), name(place, host)))
                .distinct()
                .toList();
    }

    private boolean isNever(KubeObject host) {
        return (kind.namespaced()
                        && (host.labels().keySet().stream().anyMatch(Keys::isOfDomain)
                                || host.name().equals(ROOT_CA)
                                || TOKENS.contains(host.text("type").orElse(""))))
                // of tenants, which would see each other's
                || host.labels().containsKey(Marks.CLUSTER)
                || (kind.equals(ResourceKind.PRIORITY_CLASS)
                        && host.name().startsWith(OF_THE_SYSTEM));
    }

    private String name(Place place, KubeObject host) {
        if (!place.toName().isEmpty()) {
            return place.toName();
        }
        boolean ofManyNamespaces = kind.namespaced() && place.fromNamespace().isEmpty();
        return ofManyNamespaces ? HostNames.of(host.name(), host.namespace(), "host") : host.name();
    }

    /// Whether something of this kind can be seen under the name, whatever the host has now.
    public boolean covers(Name name) {
        return places.stream().anyMatch(place -> place.covers(name));
    }

    /// What the tenant is to have of the object.
    ///
    /// @throws IllegalArgumentException if a patch makes no sense of it
    public KubeObject shown(KubeObject host, Name name) {
        return patches.shown(host, plain(host, name));
    }

    private KubeObject plain(KubeObject host, Name name) {
        var fields = new LinkedHashMap<>(host.fields());
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name.name());
        if (!name.namespace().isEmpty()) {
            metadata.put("namespace", name.namespace());
        }
        var labels = new TreeMap<String, Object>(Keys.withoutOurs(host.labels()));
        labels.put(Marks.FROM_HOST, "true");
        metadata.put("labels", labels);
        var annotations = Keys.withoutOurs(host.annotations());
        annotations.remove(LAST_APPLIED);
        if (kept.contains(host.name())) {
            annotations.put(Marks.KEPT, "true");
        }
        metadata.put("annotations", annotations);
        fields.put("metadata", metadata);
        if (kind.equals(ResourceKind.CUSTOM_RESOURCE_DEFINITION)) {
            fields.remove("status");
            // a webhook of the host would have to be reached from here
            return new KubeObject(fields).with(Map.of("strategy", "None"), "spec", "conversion");
        }
        return new KubeObject(fields);
    }
}
