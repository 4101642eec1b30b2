package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A table of translations, from YAML.
///
/// The rows are under `rows`. What they have in common is said once: `tenant` is laid under every
/// row's `tenant`, `host` under every row's `host`, key by key and map by map; and a list's element
/// `...NAME` stands for the elements of `lists.NAME`. The cluster is `vc` in `host-ns`.
final class Table {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Table() {}

    static List<Row> read(String name) throws IOException {
        try (var file = Table.class.getResourceAsStream(name + ".yaml")) {
            var whole =
                    YAML.readValue(
                            file.readAllBytes(), new TypeReference<Map<String, Object>>() {});
            var lists = Tree.map(whole, "lists");
            return Tree.maps(whole, "rows").stream()
                    .map(row -> {
                        var laid = new LinkedHashMap<>(row);
                        laid.put("tenant", under(whole.get("tenant"), row.get("tenant")));
                        if (row.containsKey("host")) {
                            laid.put("host", under(whole.get("host"), row.get("host")));
                        }
                        return new Row(expanded(laid, lists));
                    })
                    .toList();
        }
    }

    record Row(Map<String, Object> fields) {
        String title() {
            return Tree.text(fields, "title");
        }

        boolean says(String key) {
            return fields.containsKey(key);
        }

        KubeObject tenant() {
            return object("tenant");
        }

        KubeObject host() {
            return object("host");
        }

        KubeObject object(String key) {
            return new KubeObject(Tree.map(fields, key));
        }

        /// The object with those fields at its top, and in its metadata, that the row gives.
        KubeObject like(String key, KubeObject other) {
            var given = Tree.map(fields, key);
            var fields = Tree.copy(other.fields());
            given.forEach((name, value) -> {
                if (name.equals("metadata")) {
                    Tree.made(fields, "metadata").putAll(Tree.map(given, "metadata"));
                } else {
                    fields.put(name, value);
                }
            });
            return new KubeObject(fields);
        }

        List<String> texts(String key) {
            return fields.get(key) instanceof String text ? List.of(text) : Tree.texts(fields, key);
        }

        Settings settings() {
            return Table.settings(Tree.map(fields, "settings"));
        }

        TenantView view() {
            return Table.view(Tree.map(fields, "view"));
        }
    }

    static Settings settings(Map<String, Object> given) {
        var owner =
                Map.<String, Object>of(
                        "apiVersion", "v1", "kind", "ConfigMap", "name", "vc", "uid", "anchor");
        Set<Feature> features =
                Tree.texts(given, "features").stream()
                        .map(Feature::valueOf)
                        .collect(Collectors.toSet());
        var pods =
                new Settings.PodSettings(
                        Tree.maps(given, "tolerations"),
                        texts(Tree.map(given, "nodeSelector")),
                        texts(Tree.map(given, "images")),
                        Tree.text(given, "runtimeClass"),
                        Tree.text(given, "priorityClass"),
                        Set.copyOf(Tree.texts(given, "hostSchedulers")),
                        hostsWriter(Tree.map(given, "hostsWriter")));
        return new Settings(
                new HostNames("vc", "host-ns"),
                owner,
                "cluster.local",
                new Settings.ApiAddress("10.0.0.1", 443),
                "vc-workload",
                features,
                Translators.KINDS.stream()
                        .filter(kind -> !Tree.texts(given, "without").contains(kind.kind()))
                        .collect(Collectors.toSet()),
                new FromHost(
                        shown(given),
                        gateways(given),
                        Optional.empty(),
                        List.of(),
                        access(Tree.map(given, "access"))),
                pods,
                patches(Tree.maps(given, "patches")),
                Tree.isTrue(given, "grants") ? List.of(GatewayApi.grants()) : List.of(),
                List.of());
    }

    /// Of all kinds.
    private static Map<ResourceKind, List<Patch>> patches(List<Map<String, Object>> given) {
        var patches = given.stream().map(Table::patch).toList();
        return patches.isEmpty()
                ? Map.of()
                : Translators.KINDS.stream().collect(Collectors.toMap(kind -> kind, _ -> patches));
    }

    private static Patch patch(Map<String, Object> given) {
        var path = FieldPath.parse(Tree.text(given, "path"));
        if (given.containsKey("reference")) {
            var reference = Tree.map(given, "reference");
            return new Patch(
                    path,
                    new Patch.Reference(
                            Tree.text(reference, "kind"),
                            fieldPath(reference, "name"),
                            fieldPath(reference, "namespace")));
        }
        return new Patch(
                path,
                given.containsKey("labels")
                        ? new Patch.Labels()
                        : new Patch.Expressed(change(given, "there"), change(given, "back")));
    }

    private static Optional<FieldPath> fieldPath(Map<String, Object> given, String key) {
        return Optional.of(Tree.text(given, key)).filter(t -> !t.isEmpty()).map(FieldPath::parse);
    }

    /// `remove`, `fail`, `put: ...`, `before: ...` or `context: ...`.
    private static Optional<Patch.Change> change(Map<String, Object> given, String key) {
        if (!given.containsKey(key)) {
            return Optional.empty();
        }
        var what = Tree.map(given, key);
        return Optional.of((value, context) ->
                switch (what.isEmpty() ? Tree.text(given, key) : what.keySet().toString()) {
                    case "remove" -> Optional.empty();
                    case "fail" -> throw new IllegalArgumentException("nothing has no a");
                    case "[put]" -> Optional.of(what.get("put"));
                    case "[before]" -> value.map(text -> Tree.text(what, "before") + text);
                    case "[context]" ->
                            Optional.ofNullable(context.get(Tree.text(what, "context")));
                    default -> throw new AssertionError("no such change: " + given);
                });
    }

    private static Optional<Settings.HostsWriter> hostsWriter(Map<String, Object> given) {
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Settings.HostsWriter(
                                Tree.text(given, "image"), Tree.map(given, "resources")));
    }

    /// `[{from: NAMESPACE/NAME, to: NAMESPACE/NAME}]`, of the host and of the tenant.
    private static List<ShownCustom> gateways(Map<String, Object> given) {
        var places =
                Tree.maps(given, "gateways").stream()
                        .map(mapping -> {
                            var from = Tree.text(mapping, "from").split("/", 2);
                            var to = Tree.text(mapping, "to").split("/", 2);
                            return new ShownKind.Place(from[0], from[1], to[0], to[1]);
                        })
                        .toList();
        return places.isEmpty()
                ? List.of()
                : List.of(new ShownCustom(GatewayApi.GATEWAYS, "", places));
    }

    /// `{otherwise: SELECTOR, rules: {NAMESPACE/NAME: {namespaces: SELECTOR, hostnames: [...]}}}`,
    /// a selector being `All`, `Same` or one of labels.
    private static GatewayAccess access(Map<String, Object> given) {
        var rules = new LinkedHashMap<ShownKind.Name, GatewayAccess.Rule>();
        var all = Tree.map(given, "rules");
        for (var gateway : all.keySet()) {
            var name = gateway.split("/", 2);
            var rule = Tree.map(all, gateway);
            rules.put(
                    new ShownKind.Name(name[0], name[1]),
                    new GatewayAccess.Rule(
                            namespaces(rule, "namespaces"), Tree.texts(rule, "hostnames")));
        }
        return new GatewayAccess(namespaces(given, "otherwise"), rules);
    }

    private static Optional<GatewayAccess.Namespaces> namespaces(
            Map<String, Object> given, String key) {
        return switch (Tree.text(given, key)) {
            case "All" -> Optional.of(new GatewayAccess.Namespaces.All());
            case "Same" -> Optional.of(new GatewayAccess.Namespaces.Same());
            default ->
                    Optional.of(Tree.map(given, key))
                            .filter(selector -> !selector.isEmpty())
                            .map(GatewayAccess.Namespaces.Selected::new);
        };
    }

    private static List<ShownKind> shown(Map<String, Object> given) {
        var names = Tree.texts(given, "fromHost");
        return ShownKind.KINDS.stream()
                .filter(kind -> names.contains(kind.kind()))
                .map(kind -> ShownKind.whole(kind, Map.of()))
                .toList();
    }

    static TenantView view(Map<String, Object> given) {
        var services =
                Tree.maps(given, "services").stream()
                        .map(s -> new KubeObject(Map.copyOf(s)))
                        .toList();
        return new TenantView() {
            @Override
            public List<KubeObject> services(String namespace) {
                return services.stream().filter(s -> s.namespace().equals(namespace)).toList();
            }

            @Override
            public Optional<KubeObject> service(String namespace, String name) {
                return services(namespace).stream().filter(s -> s.name().equals(name)).findFirst();
            }

            @Override
            public Map<String, Map<String, String>> namespaces() {
                var namespaces = new LinkedHashMap<String, Map<String, String>>();
                var map = Tree.map(given, "namespaces");
                map.keySet().forEach(name -> namespaces.put(name, texts(Tree.map(map, name))));
                return namespaces;
            }

            @Override
            public Optional<String> dnsAddress() {
                return Optional.of(given.getOrDefault("dns", "10.0.0.10").toString())
                        .filter(address -> !address.isEmpty());
            }

            @Override
            public boolean offers(ResourceKind kind, String name) {
                var offers = Tree.map(given, "offers");
                return !offers.containsKey(kind.kind())
                        || Tree.texts(offers, kind.kind()).contains(name);
            }

            @Override
            public boolean isOfferKnown(ResourceKind kind) {
                return !Tree.texts(given, "notListed").contains(kind.kind());
            }

            @Override
            public boolean isInHost(ResourceKind kind, String name) {
                return !Tree.texts(given, "notInHost").contains(name);
            }

            @Override
            public Collection<KubeObject> tenants(ResourceKind kind) {
                return all("tenants", kind);
            }

            @Override
            public Optional<KubeObject> tenant(ResourceKind kind, String namespace, String name) {
                return tenants(kind).stream()
                        .filter(o -> o.namespace().equals(namespace) && o.name().equals(name))
                        .findFirst();
            }

            @Override
            public Collection<KubeObject> hosts(ResourceKind kind) {
                return all("hosts", kind);
            }

            private List<KubeObject> all(String side, ResourceKind kind) {
                return Tree.maps(given, side).stream()
                        .map(KubeObject::new)
                        .filter(object -> object.kind().equals(kind.kind()))
                        .toList();
            }

            @Override
            public Optional<Collection<KubeObject>> grants() {
                return Optional.<Collection<KubeObject>>of(
                                Tree.maps(given, "grants").stream().map(KubeObject::new).toList())
                        .filter(_ -> !Tree.texts(given, "notListed").contains("ReferenceGrant"));
            }

            @Override
            public Optional<ShownKind.Name> origin(ResourceKind kind, ShownKind.Name seen) {
                return Optional.of(Tree.text(Tree.map(given, "seen"), seen.toString()))
                        .filter(host -> !host.isEmpty())
                        .map(host -> host.split("/"))
                        .map(host -> new ShownKind.Name(host[0], host[1]));
            }
        };
    }

    private static Map<String, String> texts(Map<String, Object> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));
    }

    private static Object under(Object below, Object above) {
        if (!(below instanceof Map<?, ?> lower) || !(above instanceof Map<?, ?> upper)) {
            return above == null ? below : above;
        }
        var laid = new LinkedHashMap<Object, Object>(lower);
        upper.forEach((key, value) -> {
            if (value == null) {
                // takes away what is common
                laid.remove(key);
            } else {
                laid.put(key, under(laid.get(key), value));
            }
        });
        return laid;
    }

    private static Map<String, Object> expanded(Map<?, ?> map, Map<String, Object> lists) {
        var expanded = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> expanded.put(key.toString(), expandedValue(value, lists)));
        return expanded;
    }

    private static Object expandedValue(Object value, Map<String, Object> lists) {
        return switch (value) {
            case Map<?, ?> map -> expanded(map, lists);
            case List<?> list -> {
                var all = new ArrayList<Object>();
                for (var item : list) {
                    if (item instanceof String name && name.startsWith("...")) {
                        all.addAll(Tree.list(lists, name.substring(3)));
                    } else {
                        all.add(expandedValue(item, lists));
                    }
                }
                yield all;
            }
            case null -> "";
            default -> value;
        };
    }
}
