package io.mooring.syncer.engine;

import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.SyncedCustom;
import io.mooring.syncer.translate.Translators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// A tenant's and a host's control plane as upstream built them, with a syncer between them that
/// can be stopped and started. There are no kubelets: the tests act for them. To the host the
/// syncer is a pod with a service account, which may do what it needs and nothing else.
final class TwoClusters implements AutoCloseable {
    static final HostNames NAMES = new HostNames("vc", "host-ns");
    private static final Map<String, Object> ACCOUNT =
            Map.of("kind", "ServiceAccount", "name", "vc", "namespace", "host-ns");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /// Custom resources that a test may have go over.
    static final ResourceKind GADGET =
            ResourceKind.inNamespace("example.com/v1", "Gadget", "gadgets");

    private final RealControlPlane tenantPlane;
    private final RealControlPlane hostPlane;
    private final Settings settings;
    final KubeClient tenant;
    final KubeClient host;
    private final Path identity = Files.createTempDirectory("mooring-pod");
    private final KubeClient allowed;
    private RunningSyncer syncer;

    TwoClusters() throws IOException {
        var other = CompletableFuture.supplyAsync(() -> started(true));
        tenantPlane = started(false);
        hostPlane = other.join();
        tenant = tenantPlane.client();
        host = hostPlane.client();
        create(host, ResourceKind.NAMESPACE, "", "host-ns", Map.of());
        var anchor = create(host, ResourceKind.CONFIG_MAP, "host-ns", "vc", Map.of());
        create(host, ResourceKind.SERVICE_ACCOUNT, "host-ns", "vc-workload", Map.of());
        create(host, ResourceKind.NODE, "", "node-1", Map.of());
        create(
                tenant,
                ResourceKind.SERVICE,
                "kube-system",
                "kube-dns",
                Map.of("spec", Map.of("ports", List.of(Map.of("port", 53, "protocol", "UDP")))));
        settings =
                new Settings(
                        NAMES,
                        Map.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "name", "vc",
                                "uid", anchor.uid()),
                        "cluster.local",
                        new Settings.ApiAddress("10.96.0.99", 443),
                        "vc-workload",
                        Set.of(Feature.EVENTS_FROM_HOST),
                        Translators.KINDS.stream()
                                .filter(ResourceKind::namespaced)
                                .filter(kind -> !kind.equals(ResourceKind.SERVICE_ACCOUNT))
                                .collect(Collectors.toSet()),
                        FromHost.nothing(),
                        Settings.PodSettings.defaults());
        allowed = allowed();
        startSyncer();
    }

    private KubeClient allowed() throws IOException {
        var keep = List.of("list", "watch", "create", "update", "delete");
        var rules = new ArrayList<Map<String, Object>>();
        for (var kind : settings.kinds()) {
            rules.add(rule(kind, kind.plural(), keep));
        }
        rules.add(rule(GADGET, GADGET.plural(), keep));
        rules.add(rule(ResourceKind.POD, "pods/ephemeralcontainers", List.of("update")));
        rules.add(rule(ResourceKind.POD, "pods/resize", List.of("update")));
        rules.add(rule(ResourceKind.EVENT, "events", List.of("list", "watch")));
        create(host, ResourceKind.SERVICE_ACCOUNT, "host-ns", "vc", Map.of());
        create(host, ResourceKind.ROLE, "host-ns", "vc", Map.of("rules", rules));
        var group = "rbac.authorization.k8s.io";
        create(
                host,
                ResourceKind.ROLE_BINDING,
                "host-ns",
                "vc",
                Map.of(
                        "roleRef",
                        Map.of("apiGroup", group, "kind", "Role", "name", "vc"),
                        "subjects",
                        List.of(ACCOUNT)));
        var token =
                host.requestToken(
                        "host-ns", "vc", List.of(), Duration.ofHours(1), Optional.empty());
        Files.writeString(identity.resolve("token"), token.token().value());
        Files.writeString(identity.resolve("namespace"), "host-ns");
        Files.copy(hostPlane.pki().resolve("ca.crt"), identity.resolve("ca.crt"));
        var environment =
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        Integer.toString(hostPlane.port()));
        return new PodIdentity(identity, environment).client(Duration.ofSeconds(30));
    }

    private static Map<String, Object> rule(
            ResourceKind kind, String resource, List<String> verbs) {
        var version = kind.apiVersion();
        var group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return Map.of("apiGroups", List.of(group), "resources", List.of(resource), "verbs", verbs);
    }

    /// Who gives volumes to claims is the host alone.
    private static RealControlPlane started(boolean binds) {
        var binder = binds ? "" : ",-persistentvolume-binder-controller";
        try {
            return RealControlPlane.start("*,bootstrapsigner,tokencleaner,-csrapproving" + binder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunningSyncer syncer() {
        return syncer;
    }

    void stopSyncer() {
        syncer.close();
    }

    /// As a control plane does it.
    void startSyncer() {
        startSyncer(FromHost.nothing(), List.of());
    }

    /// With these kinds, which have no namespace, and features besides: the syncer may keep copies
    /// of them in the whole host cluster.
    void startSyncer(Set<ResourceKind> more, Set<Feature> features) {
        var keep = List.of("list", "watch", "create", "update", "delete");
        allowEverywhere(more.stream().map(kind -> rule(kind, kind.plural(), keep)).toList());
        var kinds = new HashSet<>(settings.kinds());
        kinds.addAll(more);
        var wider =
                new Settings(
                        settings.names(),
                        settings.owner(),
                        settings.clusterDomain(),
                        settings.api(),
                        settings.workloadServiceAccount(),
                        features,
                        kinds,
                        FromHost.nothing(),
                        settings.pods());
        syncer =
                RunningSyncer.start(
                        wider, tenant, allowed, InstantSource.system(), Optional.empty());
    }

    /// As above, with what its tenant sees of the host, and custom resources that go over.
    void startSyncer(FromHost shown, List<SyncedCustom> customs) {
        startSyncer(shown, customs, List.of());
    }

    /// As above, with services under second names.
    void startSyncer(FromHost shown, List<SyncedCustom> customs, List<ServiceReplica> replicas) {
        var settings =
                new Settings(
                        this.settings.names(),
                        this.settings.owner(),
                        this.settings.clusterDomain(),
                        this.settings.api(),
                        this.settings.workloadServiceAccount(),
                        this.settings.features(),
                        this.settings.kinds(),
                        shown,
                        this.settings.pods(),
                        Map.of(),
                        customs,
                        replicas);
        syncer =
                RunningSyncer.start(
                        settings, tenant, allowed, InstantSource.system(), Optional.empty());
    }

    /// Lets the syncer read these in the whole host cluster, each as `PLURAL.GROUP`.
    void allowReading(List<String> resources) {
        var rules = new ArrayList<Map<String, Object>>();
        for (var resource : resources) {
            int dot = resource.indexOf('.');
            rules.add(
                    Map.of(
                            "apiGroups", List.of(resource.substring(dot + 1)),
                            "resources", List.of(resource.substring(0, dot)),
                            "verbs", List.of("list", "watch")));
        }
        allowEverywhere(rules);
    }

    private void allowEverywhere(List<Map<String, Object>> rules) {
        apply(ResourceKind.CLUSTER_ROLE, Map.of("rules", rules));
        var role =
                Map.of(
                        "apiGroup",
                        "rbac.authorization.k8s.io",
                        "kind",
                        "ClusterRole",
                        "name",
                        "vc");
        apply(
                ResourceKind.CLUSTER_ROLE_BINDING,
                Map.of("roleRef", role, "subjects", List.of(ACCOUNT)));
    }

    private void apply(ResourceKind kind, Map<String, ?> content) {
        host.apply(kind, KubeObject.of(ObjectRef.cluster(kind, "vc"), content));
    }

    /// What the tenant was told of its objects in the namespace.
    List<String> told(String namespace) {
        return tenant.list(ResourceKind.EVENT, ListQuery.namespace(namespace)).items().stream()
                .map(event ->
                        event.text("involvedObject", "name").orElse("")
                                + ": "
                                + event.text("message").orElse(""))
                .toList();
    }

    /// A definition of custom resources of any content.
    static Map<String, Object> definition(String scope, String kind, String plural) {
        var open = Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
        var version =
                Map.of(
                        "name",
                        "v1",
                        "served",
                        true,
                        "storage",
                        true,
                        "subresources",
                        Map.of("status", Map.of()),
                        "schema",
                        Map.of("openAPIV3Schema", open));
        return Map.of(
                "spec",
                Map.of(
                        "group",
                        "example.com",
                        "scope",
                        scope,
                        "names",
                        Map.of("kind", kind, "plural", plural),
                        "versions",
                        List.of(version)));
    }

    static KubeObject create(
            KubeClient side,
            ResourceKind kind,
            String namespace,
            String name,
            Map<String, ?> content) {
        return side.create(kind, KubeObject.of(new ObjectRef(kind, namespace, name), content));
    }

    KubeObject createTenants(
            ResourceKind kind, String namespace, String name, Map<String, ?> content) {
        // what the API server and its controllers make of a new namespace comes a little later
        return awaited(
                "making " + name,
                () -> {
                    try {
                        return Optional.of(create(tenant, kind, namespace, name, content));
                    } catch (KubeFailure.Forbidden _) {
                        return Optional.empty();
                    }
                });
    }

    static ObjectRef copy(ResourceKind kind, String namespace, String name) {
        return ObjectRef.of(kind, "host-ns", NAMES.namespaced(namespace, name));
    }

    KubeObject awaitCopy(ResourceKind kind, String namespace, String name) {
        return awaited("copy of " + name, () -> host.find(copy(kind, namespace, name)));
    }

    void awaitNoCopy(ResourceKind kind, String namespace, String name) {
        await("no copy of " + name, () -> host.find(copy(kind, namespace, name)).isEmpty());
    }

    /// As a scheduler and a kubelet of the host do it.
    void runCopy(KubeObject copy, String phase) {
        host.bind(copy, "node-1", Map.of());
        var status =
                Map.of(
                        "phase",
                        phase,
                        "podIP",
                        "10.1.0.7",
                        "podIPs",
                        List.of(Map.of("ip", "10.1.0.7")),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True")));
        host.mergePatchStatus(
                ObjectRef.of(ResourceKind.POD, "host-ns", copy.name()), Map.of("status", status));
    }

    /// As a kubelet of the host does it when all containers have ended.
    void endCopy(ObjectRef copy) {
        host.delete(copy, DeleteOptions.defaults().grace(0));
    }

    static <T> T awaited(String what, Callable<Optional<T>> value) {
        return Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(value, Optional::isPresent)
                .orElseThrow();
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Override
    public void close() throws Exception {
        stopSyncer();
        allowed.close();
        for (var file : List.of("token", "namespace", "ca.crt", "")) {
            Files.deleteIfExists(identity.resolve(file));
        }
        tenant.close();
        host.close();
        tenantPlane.close();
        hostPlane.close();
    }
}
