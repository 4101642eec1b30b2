package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A cluster whose pods run on the nodes of a host cluster, and what its tenant runs there: the
/// resource `shared-nodes.yaml`. Whoever made it destroys it.
final class SharedNodes {

    static final String NAME = "shop";
    private static final String KEEP = ": list watch create update delete";

    /// All that its control plane may do in its namespace of the host: keep copies, reach into
    /// them, and write its own kubeconfig.
    static final List<String> RIGHTS =
            List.of(
                    "secrets shop-kubeconfig: get patch update",
                    "pods" + KEEP,
                    "services" + KEEP,
                    "configmaps" + KEEP,
                    "secrets" + KEEP,
                    "endpoints" + KEEP,
                    "endpointslices.discovery.k8s.io" + KEEP,
                    "persistentvolumeclaims" + KEEP,
                    "ingresses.networking.k8s.io" + KEEP,
                    "pods/ephemeralcontainers: update",
                    "pods/resize: update",
                    "pods/log: get",
                    "pods/exec: get create",
                    "pods/attach: get create",
                    "pods/portforward: get create",
                    "events: list watch",
                    "pods.metrics.k8s.io: get list",
                    "configmaps shop: get");

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SPACE = "--namespace=shared";
    private static final String WORK = "--namespace=work";
    private static final String DNS = "service/kube-dns-x-kube-system-x-" + NAME;

    /// What is synced, and what the syncer makes beside it.
    private static final String SYNCED =
            "pods,services,endpoints,endpointslices,configmaps,secrets,persistentvolumeclaims,ingresses";

    private final HostCluster host;
    private final Path directory;
    private final PulumiProject project;
    private final Kubectl tenant;
    private String dnsAddress = "";

    private SharedNodes(HostCluster host, Path directory, PulumiProject project, Kubectl tenant) {
        this.host = host;
        this.directory = directory;
        this.project = project;
        this.tenant = tenant;
    }

    /// Makes it, in a directory of its own.
    static SharedNodes up(Path directory, HostCluster host) {
        var project = new PulumiProject(directory, "shared", host.onLan());
        project.program(Programs.onSharedNodes(NAME, host.kubeconfigOnLan(), false));
        Command.Result up = project.up();
        if (up.exitCode() != 0) {
            project.destroy();
        }
        up.succeeded();
        var kubeconfig = Kubectl.of(directory, project.output("kubeconfig")).kubeconfig();
        return new SharedNodes(
                host, directory, project, new Kubectl(kubeconfig, host.onLan(), List.of()));
    }

    /// Applies the resource, and waits until all of it runs.
    void apply() throws IOException {
        apply("shared-nodes.yaml");
        tenant.get("rollout", "status", "deployment/coredns", "--namespace=kube-system", timeout());
        tenant.get("rollout", "status", "deployment/web", WORK, timeout());
        tenant.get("rollout", "status", "statefulset/db", WORK, timeout());
        tenant.get("rollout", "status", "daemonset/agent", WORK, timeout());
        tenant.get("wait", "job/once", "--for=condition=Complete", WORK, timeout());
    }

    /// Applies a resource of that name.
    void apply(String resource) throws IOException {
        try (InputStream work = getClass().getResourceAsStream(resource)) {
            Path file = directory.resolve(resource);
            Files.copy(Objects.requireNonNull(work), file);
            tenant.get("apply", "-f", file.toString());
        }
    }

    /// Makes a service of the host that leads to the tenant's pod, which the tenant has as
    /// `outer/greeter`.
    void greet(String pod) {
        String address = tenants("get", "pod", pod, "-o", "jsonpath={.status.podIP}");
        host.apply(
                "greeter.yaml",
                """
                apiVersion: v1
                kind: Service
                metadata: {name: greeter, namespace: kube-public}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: v1
                kind: Endpoints
                metadata: {name: greeter, namespace: kube-public}
                subsets: [{addresses: [{ip: %s}], ports: [{port: 8080}]}]
                """
                        .formatted(address));
    }

    /// What one field of an object in the host namespace says.
    String ofCopy(String object, String path) {
        return onHost("get", object, "--ignore-not-found", "-o", "jsonpath={" + path + "}");
    }

    /// What the tenant's kubectl does, whether it succeeds or not.
    Command.Result attempt(String... arguments) {
        return tenant.run(arguments);
    }

    private static String timeout() {
        return "--timeout=" + LIMIT.toSeconds() + "s";
    }

    /// What a shell in a container says.
    String shell(String workload, String script) {
        return tenant.get("exec", workload, WORK, "--", "sh", "-c", script);
    }

    /// What the tenant's API says.
    String tenants(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(WORK);
        return tenant.get(all.toArray(String[]::new));
    }

    /// The name of the only pod with that label `app`.
    String pod(String app) {
        return tenants(
                "get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].metadata.name}");
    }

    /// Attaches to a container that reads lines, and gives it one.
    ///
    /// @return the first line that comes back
    String attached(String workload, String line) throws IOException {
        Process attach = tenant.startInteractive("attach", "-i", "-q", workload, WORK);
        try (var writer = attach.outputWriter(StandardCharsets.UTF_8);
                BufferedReader reader = attach.inputReader(StandardCharsets.UTF_8)) {
            writer.write(line + "\n");
            writer.flush();
            return String.valueOf(reader.readLine());
        } finally {
            attach.destroyForcibly();
        }
    }

    /// Has a container take a program by the input of a shell in it.
    void give(String workload, Path program, String place) throws IOException {
        String script = "cat >%s && chmod +x %s".formatted(place, place);
        Process shell =
                tenant.startInteractive("exec", "-i", workload, WORK, "--", "sh", "-c", script);
        try (OutputStream input = shell.getOutputStream()) {
            Files.copy(program, input);
        }
        await().atMost(LIMIT).until(() -> !shell.isAlive());
        assertThat(shell.exitValue()).isZero();
    }

    /// What a forwarded port answers to a GET.
    String forwarded(String target, int port) throws IOException {
        Process forward = tenant.startInteractive("port-forward", target, ":" + port, WORK);
        try (BufferedReader reader = forward.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(reader.readLine());
            assertThat(line).startsWith("Forwarding from 127.0.0.1:");
            String local = line.replaceAll("^Forwarding from 127.0.0.1:(\\d+) .*", "$1");
            return host.runOnLan("curl", "-s", "http://127.0.0.1:" + local + "/").succeeded();
        } finally {
            forward.destroyForcibly();
        }
    }

    /// What both sides say of the pods' status, by the tenant's name: the tenant's, then the
    /// host's, without what is each side's own.
    Map<String, List<JsonNode>> statuses() {
        var statuses = new TreeMap<String, List<JsonNode>>();
        for (JsonNode pod : items(tenants("get", "pods", "-o", "json"))) {
            statuses.computeIfAbsent(pod.at("/metadata/name").asString(), _ -> new ArrayList<>())
                    .add(status(pod));
        }
        for (JsonNode copy : items(onHost("get", "pods", "-o", "json"))) {
            JsonNode told = copy.at("/metadata/annotations");
            if (told.path("mooring.io/object-namespace").asString("").equals("work")) {
                statuses.computeIfAbsent(
                                told.path("mooring.io/object-name").asString(),
                                _ -> new ArrayList<>())
                        .add(status(copy));
            }
        }
        return statuses;
    }

    private static JsonNode status(JsonNode pod) {
        var status = ((ObjectNode) pod.path("status")).deepCopy();
        // the container that writes the hosts of a StatefulSet's pods is the copy's alone, and may
        // give it another class
        status.remove(List.of("observedGeneration", "qosClass"));
        for (JsonNode condition : status.path("conditions")) {
            ((ObjectNode) condition).remove("observedGeneration");
        }
        if (status.path("initContainerStatuses") instanceof ArrayNode inits) {
            inits.removeIf(init -> init.path("name").asString("").equals("mooring-hosts"));
            if (inits.isEmpty()) {
                status.remove("initContainerStatuses");
            }
        }
        return status;
    }

    /// Warnings of the API come before.
    private static JsonNode items(String output) {
        String json = output.substring(output.indexOf('{'));
        return JsonMapper.shared().readTree(json).required("items");
    }

    /// Every object in the host that is a copy, or a part of one, of something in the tenant's
    /// namespace `work`.
    TreeSet<String> copies() {
        var copies = new TreeSet<String>();
        for (JsonNode object : items(onHost("get", SYNCED, "-o", "json"))) {
            JsonNode labels = object.at("/metadata/labels");
            JsonNode told = object.at("/metadata/annotations");
            if (labels.path("mooring.io/namespace").asString("").equals("work")
                    || told.path("mooring.io/object-namespace").asString("").equals("work")) {
                copies.add(
                        object.path("kind").asString("")
                                + "/"
                                + object.at("/metadata/name").asString(""));
            }
        }
        return copies;
    }

    /// Its claims and secrets in the host, each with what tells it from a later one of that name.
    List<String> uids() {
        var uids = new ArrayList<String>();
        for (JsonNode object :
                items(onHost("get", "persistentvolumeclaims,secrets", "-o", "json"))) {
            if (object.at("/metadata/name").asString("").endsWith("-x-work-x-" + NAME)) {
                uids.add(
                        object.at("/metadata/name").asString("")
                                + " "
                                + object.at("/metadata/uid").asString(""));
            }
        }
        return uids;
    }

    /// Deletes the tenant's namespace `work`; returns when it is gone.
    void deleteWork() {
        tenant.get("delete", "namespace", "work", timeout());
    }

    /// The pods in the host that are not over: the control plane's, and the copies of its tenant's.
    String running() {
        return onHost("get", "pods", "--field-selector=status.phase!=Succeeded", "-o", "name");
    }

    /// Neither a refresh nor an `up` ends a pause; the state tells of it.
    void requirePauseIsLeftAlone() {
        project.refresh().succeeded();
        assertThat(project.resources().toString()).contains("\"paused\":true", "\"drift\":[]");
        project.upIsNotNeeded();
        assertThat(running()).isEmpty();
    }

    /// Has the control plane answer for names itself, from its next start on.
    void takeDnsIn() {
        dnsAddress = ofCopy(DNS, ".spec.clusterIP");
        project.program(Programs.onSharedNodes(NAME, host.kubeconfigOnLan(), true));
        project.up().succeeded();
    }

    /// Names mean what they did, at the same address, and no pod is there to answer for them.
    void requireDnsIsWithin() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(running())
                                .contains("pod/web-", "pod/db-0", "pod/" + NAME + "-0")
                                .doesNotContain("coredns"));
        assertThat(ofCopy(DNS, ".spec.clusterIP")).isEqualTo(dnsAddress);
        assertThat(ofCopy(DNS, ".spec.selector")).contains("mooring-control-plane");
        requireNamesMeanWhatIsConfigured();
        assertThat(shell("deploy/web", "cat /etc/resolv.conf"))
                .contains("nameserver " + dnsAddress, "search work.svc.cluster.local");
        assertThat(shell("db-0", "wget -qO- http://web.work.svc.cluster.local/"))
                .isEqualTo("hello from the shop");
    }

    /// Short and full names of a headless service's pod, and those of `networking.resolveDNS`.
    void requireNamesMeanWhatIsConfigured() {
        for (String name :
                List.of(
                        "db-0.db:8080",
                        "db-0.db.work.svc.cluster.local:8080",
                        "db.example.org:8080")) {
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(shell("deploy/web", "wget -qO- http://" + name + "/"))
                                    .isEqualTo("hello from db-0"));
        }
    }

    void awaitNoCopies() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(copies()).isEmpty());
    }

    private String onHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return host.kubectl().get(all.toArray(String[]::new));
    }

    void destroy() {
        project.destroy().succeeded();
    }
}
