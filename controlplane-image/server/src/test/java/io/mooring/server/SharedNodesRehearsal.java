package io.mooring.server;

import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.HttpHead;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// A program of its own, for a network namespace of its own: a control plane with shared nodes as
/// `mooring server` starts it, beside the API server of a host cluster, to which it is a pod with the
/// rights that are needed. Prints one line for each thing it sees.
///
///     SharedNodesRehearsal CONFIG DATA_DIR BIN_DIR IDENTITY_DIR
final class SharedNodesRehearsal {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String SPACE = "tenants";
    private static final String COPY = "web-x-default-x-shop";

    private SharedNodesRehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var options =
                new ServerOptions(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Path.of("nodes"),
                        Optional.of("shop"),
                        // any address but loopback, which the API refuses as an endpoint
                        Optional.of("192.0.2.1"),
                        Optional.of("192.0.2.1:8443"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        try (var host = RealControlPlane.start();
                var admin = host.client()) {
            var pod = podOf(host, admin, Path.of(arguments[3]));
            try (var allowed = pod.client(LIMIT)) {
                System.out.println("range: " + HostServiceRange.find(allowed, SPACE, "10.96.0.1"));
            }
            try (var _ = ControlPlane.start(options, pod, Clock.systemUTC());
                    var _ = new HostKubelet(host.pki());
                    var tenant = tenant(options.dataDir())) {
                rehearse(admin, tenant);
                claim(admin, tenant);
                callKubelets(tenant, options.dataDir());
                askForMetrics(admin, tenant);
                KubeletStatistics.ask(tenant, options.dataDir());
            }
            System.out.println("the copy outlives a stop: " + admin.find(copy()).isPresent());
        }
    }

    private static void rehearse(KubeClient host, KubeClient tenant) throws Exception {
        System.out.println("syncs: " + await(() -> health("/readyz").contains("[+]syncer ok")));
        System.out.println("its own scheduler: " + health("/metrics").contains("kube-scheduler"));
        var shown = ObjectRef.cluster(ResourceKind.INGRESS_CLASS, "public");
        create(host, shown, Map.of("spec", Map.of("controller", "example.com/c")));
        System.out.println("class: " + await(() -> tenant.find(shown).isPresent()));
        var node = ObjectRef.cluster(ResourceKind.NODE, "machine");
        System.out.println("node: " + await(() -> tenant.find(node).isPresent()));
        var container = Map.of("name", "c", "image", "i");
        var tolerations = List.of(Map.of("operator", "Exists"));
        var spec = Map.of("containers", List.of(container), "tolerations", tolerations);
        var web = ObjectRef.of(ResourceKind.POD, "default", "web");
        // the account of a new namespace comes a little later
        await(() -> {
            create(tenant, web, Map.of("spec", spec));
            return true;
        });
        await(() -> host.find(copy()).isPresent());
        System.out.println(
                "placed by the tenant: "
                        + (isOn("machine", host.get(copy())) && isOn("machine", tenant.get(web))));
        var running = Map.of("phase", "Running", "podIP", "10.1.0.7");
        host.mergePatchStatus(copy(), Map.of("status", running));
        System.out.println(
                "pod: " + await(() -> tenant.get(web).text("status", "podIP").isPresent()));
        System.out.println("names: " + nameserver(host).equals(List.of(dnsAddress(tenant))));
    }

    /// As a provisioner of the host does it that waits for a node.
    private static void claim(KubeClient host, KubeClient tenant) {
        var late = ObjectRef.cluster(ResourceKind.STORAGE_CLASS, "late");
        create(
                host,
                late,
                Map.of(
                        "provisioner",
                        "example.com/p",
                        "volumeBindingMode",
                        "WaitForFirstConsumer"));
        await(() -> tenant.find(late).isPresent());
        var size = Map.of("requests", Map.of("storage", "1Gi"));
        var asked =
                Map.of(
                        "storageClassName",
                        "late",
                        "accessModes",
                        List.of("ReadWriteOnce"),
                        "resources",
                        size);
        var data = ObjectRef.of(ResourceKind.PERSISTENT_VOLUME_CLAIM, "default", "data");
        create(tenant, data, Map.of("spec", asked));
        var volume = Map.of("name", "v", "persistentVolumeClaim", Map.of("claimName", "data"));
        create(
                tenant,
                ObjectRef.of(ResourceKind.POD, "default", "db"),
                Map.of(
                        "spec",
                        Map.of(
                                "containers",
                                List.of(Map.of("name", "c", "image", "i")),
                                "tolerations",
                                List.of(Map.of("operator", "Exists")),
                                "volumes",
                                List.of(volume))));
        var copied = own(ResourceKind.PERSISTENT_VOLUME_CLAIM, "data-x-default-x-shop");
        var selected = "volume.kubernetes.io/selected-node";
        await(() -> host.get(copied).annotations().containsKey(selected));
        var copy = host.get(copied);
        System.out.println("volume wanted on: " + copy.annotations().get(selected));
        provision(host, copy, asked);
        var pod = own(ResourceKind.POD, "db-x-default-x-shop");
        System.out.println("pod with a claim: " + await(() -> isOn("machine", host.get(pod))));
    }

    private static void provision(KubeClient host, KubeObject claim, Map<String, Object> asked) {
        var term =
                Map.of(
                        "matchFields",
                        List.of(
                                Map.of(
                                        "key", "metadata.name",
                                        "operator", "In",
                                        "values", List.of("machine"))));
        var reference =
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "PersistentVolumeClaim",
                        "namespace",
                        SPACE,
                        "name",
                        claim.name(),
                        "uid",
                        claim.uid());
        var made = ObjectRef.cluster(ResourceKind.PERSISTENT_VOLUME, "pv-1");
        create(
                host,
                made,
                Map.of(
                        "spec",
                        Map.of(
                                "capacity", Map.of("storage", "1Gi"),
                                "accessModes", List.of("ReadWriteOnce"),
                                "storageClassName", "late",
                                "csi", Map.of("driver", "example.com", "volumeHandle", "h"),
                                "claimRef", reference,
                                "nodeAffinity",
                                        Map.of(
                                                "required",
                                                Map.of("nodeSelectorTerms", List.of(term))))));
        host.mergePatchStatus(made, Map.of("status", Map.of("phase", "Bound")));
        var ref = own(ResourceKind.PERSISTENT_VOLUME_CLAIM, claim.name());
        host.mergePatch(
                ref,
                Map.of(
                        "metadata",
                        Map.of("annotations", Map.of("pv.kubernetes.io/bind-completed", "yes")),
                        "spec",
                        Map.of("volumeName", "pv-1")));
        var status =
                Map.of(
                        "phase",
                        "Bound",
                        "accessModes",
                        asked.getOrDefault("accessModes", List.of()),
                        "capacity",
                        Map.of("storage", "1Gi"));
        host.mergePatchStatus(ref, Map.of("status", status));
    }

    private static boolean isOn(String node, KubeObject pod) {
        return pod.text("spec", "nodeName").filter(node::equals).isPresent();
    }

    /// As `kubectl top` does it.
    private static void askForMetrics(KubeClient host, KubeClient tenant) {
        HostMetrics.serve(host, own(HostMetrics.PODS, COPY), "5m");
        HostMetrics.serve(host, ObjectRef.cluster(HostMetrics.NODES, "machine"), "7m");
        var root = "/apis/metrics.k8s.io/v1beta1/";
        var usage = new ArrayList<String>();
        for (String path : List.of("namespaces/default/pods/web", "nodes/machine")) {
            await(() -> {
                usage.add(HostMetrics.cpu(KubeObject.parse(tenant.rawGet(root + path))));
                return true;
            });
        }
        System.out.println(
                "top: " + usage.getFirst() + " of web, " + usage.getLast() + " of machine");
    }

    /// As kubectl does: by way of the tenant's kube-apiserver, the node's door, the host's
    /// kube-apiserver and the kubelet of its node.
    private static void callKubelets(KubeClient tenant, Path dataDir) throws IOException {
        var web = "/api/v1/namespaces/default/pods/web";
        System.out.println("logs: " + tenant.rawGet(web + "/log?tailLines=5").strip());
        var fields =
                List.of(
                        new HttpHead.Field("Connection", "Upgrade"),
                        new HttpHead.Field("Upgrade", "SPDY/3.1"),
                        new HttpHead.Field("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
        try (var exec = tenant.open("POST", web + "/exec?command=id&stdout=true", fields)) {
            var answer = exec.answer();
            exec.out().write("there and back".getBytes(StandardCharsets.UTF_8));
            System.out.println(
                    "exec: "
                            + answer.status()
                            + " "
                            + answer.first("X-Stream-Protocol-Version").orElse("")
                            + " "
                            + new String(exec.in().readNBytes(14), StandardCharsets.UTF_8));
        }
        var other = Files.readString(dataDir.resolve("kubeconfig").resolve("server.conf"));
        var door = KubeletStatistics.door(tenant, "machine");
        try (var stranger = KubeClient.fromKubeconfig(other.replace("127.0.0.1:6443", door))) {
            stranger.rawGet("/containerLogs/default/web/c");
        } catch (KubeFailure e) {
            System.out.println("a stranger hears: " + e.getMessage());
        }
    }

    private static List<Object> nameserver(KubeClient host) {
        return host.get(copy()).list("spec", "dnsConfig", "nameservers");
    }

    private static String dnsAddress(KubeClient tenant) {
        var service = ObjectRef.of(ResourceKind.SERVICE, "kube-system", "kube-dns");
        return tenant.get(service).text("spec", "clusterIP").orElse("none");
    }

    private static KubeClient tenant(Path dataDir) throws IOException {
        return KubeClient.fromKubeconfig(
                Files.readString(dataDir.resolve("kubeconfig").resolve("server.conf")));
    }

    private static ObjectRef copy() {
        return ObjectRef.of(ResourceKind.POD, SPACE, COPY);
    }

    private static PodIdentity podOf(RealControlPlane host, KubeClient admin, Path directory)
            throws IOException {
        create(admin, ObjectRef.cluster(ResourceKind.NAMESPACE, SPACE), Map.of());
        create(admin, ObjectRef.cluster(ResourceKind.NODE, "machine"), HostKubelet.node());
        create(admin, own(ResourceKind.CONFIG_MAP, "shop"), Map.of());
        create(admin, own(ResourceKind.SERVICE_ACCOUNT, "shop"), Map.of());
        create(admin, own(ResourceKind.SERVICE_ACCOUNT, "shop-workload"), Map.of());
        create(admin, own(ResourceKind.ROLE, "shop"), Map.of("rules", rules()));
        var role =
                Map.of(
                        "apiGroup", "rbac.authorization.k8s.io",
                        "kind", "Role",
                        "name", "shop");
        var subject = Map.of("kind", "ServiceAccount", "name", "shop", "namespace", SPACE);
        var cluster = new LinkedHashMap<String, String>(role);
        cluster.put("kind", "ClusterRole");
        create(
                admin,
                ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, "shop"),
                Map.of("rules", everywhere()));
        create(
                admin,
                ObjectRef.cluster(ResourceKind.CLUSTER_ROLE_BINDING, "shop"),
                Map.of("roleRef", cluster, "subjects", List.of(subject)));
        create(
                admin,
                own(ResourceKind.ROLE_BINDING, "shop"),
                Map.of("roleRef", role, "subjects", List.of(subject)));
        var token =
                admin.requestToken(SPACE, "shop", List.of(), Duration.ofHours(1), Optional.empty());
        Files.writeString(directory.resolve("token"), token.token().value());
        Files.writeString(directory.resolve("namespace"), SPACE);
        Files.copy(host.pki().resolve("ca.crt"), directory.resolve("ca.crt"));
        return new PodIdentity(
                directory,
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        Integer.toString(host.port())));
    }

    /// As the provider makes them for what is seen of the host.
    private static List<Map<String, Object>> everywhere() {
        var storage = List.of("storageclasses", "csinodes", "csidrivers", "csistoragecapacities");
        return List.of(
                reading("", List.of("nodes", "pods", "persistentvolumes")),
                reading("networking.k8s.io", List.of("ingressclasses")),
                reading("storage.k8s.io", storage),
                Map.of(
                        "apiGroups", List.of("metrics.k8s.io"),
                        "resources", List.of("nodes"),
                        "verbs", List.of("get")));
    }

    private static Map<String, Object> reading(String group, List<String> plurals) {
        return Map.of(
                "apiGroups",
                List.of(group),
                "resources",
                plurals,
                "verbs",
                List.of("list", "watch"));
    }

    /// As the provider makes them for the namespace.
    private static List<Map<String, Object>> rules() {
        var keep = List.of("list", "watch", "create", "update", "delete");
        var rules = new ArrayList<Map<String, Object>>();
        var core =
                List.of(
                        "pods",
                        "services",
                        "configmaps",
                        "secrets",
                        "endpoints",
                        "persistentvolumeclaims");
        rules.add(Map.of("apiGroups", List.of(""), "resources", core, "verbs", keep));
        rules.add(
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("events"),
                        "verbs", List.of("list", "watch")));
        rules.add(
                Map.of(
                        "apiGroups", List.of("metrics.k8s.io"),
                        "resources", List.of("pods"),
                        "verbs", List.of("get", "list")));
        rules.add(
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("pods/log"),
                        "verbs", List.of("get")));
        rules.add(
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("pods/exec", "pods/attach", "pods/portforward"),
                        "verbs", List.of("get", "create")));
        var slices = List.of("endpointslices");
        rules.add(
                Map.of(
                        "apiGroups",
                        List.of("discovery.k8s.io"),
                        "resources",
                        slices,
                        "verbs",
                        keep));
        rules.add(
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("configmaps"),
                        "resourceNames", List.of("shop"),
                        "verbs", List.of("get")));
        return rules;
    }

    private static ObjectRef own(ResourceKind kind, String name) {
        return ObjectRef.of(kind, SPACE, name);
    }

    private static void create(KubeClient kube, ObjectRef ref, Map<String, ?> content) {
        kube.create(ref.kind(), KubeObject.of(ref, content));
    }

    private static boolean await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(condition);
        return true;
    }

    private static String health(String path) throws IOException {
        var url = URI.create("http://127.0.0.1:9443" + path).toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setReadTimeout(5000);
        var body =
                connection.getResponseCode() == 200
                        ? connection.getInputStream()
                        : connection.getErrorStream();
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
}
