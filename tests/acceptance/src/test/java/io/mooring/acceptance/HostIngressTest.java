package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Control planes of a host cluster that are reached through what others run there: Traefik's own
/// controllers of Ingresses, by the annotations of ingress-nginx, and of gateways, with its router
/// of connections. Building them takes minutes: `tools/ingress` does, and runs this alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostIngressTest {

    private static final String HOST = "front-" + ProcessHandle.current().pid();
    private static final String SPACE = "--namespace=tenants";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Where the gateway listens, on the node; the Ingresses are on 443.
    private static final int GATEWAY = 9443;

    private static final String CLASSES =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: infra}
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: nginx}
            spec: {controller: k8s.io/ingress-nginx}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: traefik}
            spec: {controllerName: traefik.io/gateway-controller}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: gate, namespace: infra}
            spec:
              gatewayClassName: traefik
              listeners:
                - name: tls
                  port: %d
                  protocol: TLS
                  tls: {mode: Passthrough}
                  allowedRoutes: {namespaces: {from: All}}
            """
                    .formatted(GATEWAY);

    private static final String BEHIND_AN_INGRESS =
            """
            resources:
              cluster:
                type: mooring:VirtualCluster
                properties:
                  name: shop
                  host: {kubernetes: {namespace: tenants}}
                  config:
                    controlPlane:
                      ingress: {enabled: true, host: shop.example.com, spec: {ingressClassName: nginx}}
                      statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
            outputs:
              endpoint: ${cluster.endpoint}
              kubeconfig: ${cluster.kubeconfig}
            """;

    /// In a namespace of its own: one that is made for private nodes takes restricted pods only,
    /// which the tenants' pods of the other need not be.
    private static final String BEHIND_A_GATEWAY =
            """
            resources:
              cluster:
                type: mooring:VirtualCluster
                properties:
                  name: store
                  host: {kubernetes: {namespace: joined}}
                  config:
                    privateNodes: {enabled: true}
                    controlPlane:
                      endpoint: store.example.com:%d
                      coredns: {enabled: false}
                      tlsRoute:
                        enabled: true
                        host: store.example.com
                        parentRefs: [{name: gate, namespace: infra}]
                      statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
              token:
                type: mooring:JoinToken
                properties: {cluster: "${cluster.connection}", ttl: 1h}
            outputs:
              endpoint: ${cluster.endpoint}
              kubeconfig: ${cluster.kubeconfig}
              token: ${token.token}
            """
                    .formatted(GATEWAY);

    private static final String WITH_ROUTES =
            """
            resources:
              cluster:
                type: mooring:VirtualCluster
                properties:
                  name: routed
                  host: {kubernetes: {namespace: routed}}
                  config:
                    controlPlane:
                      coredns: {enabled: false}
                      service: {spec: {type: NodePort}}
                      statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
                    sync:
                      toHost: {gatewayApi: {tlsRoutes: {enabled: true}}}
                      fromHost: {gateways: {enabled: true, mappings: {byName: {infra/gate: edge/public}}}}
            outputs:
              endpoint: ${cluster.endpoint}
              kubeconfig: ${cluster.kubeconfig}
            """;

    /// What a tenant has behind the host's gateway. It says which host names were asked for: their
    /// connections come to it unopened.
    private static final String ROUTED =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: edge, labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: c
                  image: mooring.local/demo:1
                  command: [sh, -c, "while :; do nc -l -p 8443 | grep -a -o shop.example.com; done"]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: edge}
            spec: {selector: {app: web}, ports: [{port: 443, targetPort: 8443}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: TLSRoute
            metadata: {name: web, namespace: edge}
            spec:
              parentRefs: [{name: public}]
              hostnames: [shop.example.com]
              rules: [{backendRefs: [{name: web, port: 443}]}]
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private String node;
    private Running controller;
    private final List<PulumiProject> projects = new ArrayList<>();

    @BeforeAll
    void bringTheHostAndItsControllerUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        String address = "{.items[0].status.addresses[?(@.type=='InternalIP')].address}";
        node = host.kubectl().get("get", "nodes", "-o", "jsonpath=" + address);
        Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.1 localhost\n" + node + " shop.example.com store.example.com\n");
        String kinds = System.getenv("MOORING_GATEWAY_KINDS");
        host.kubectl().get("apply", "--server-side", "-f", kinds);
        host.kubectl().get("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
        host.apply("classes.yaml", CLASSES);
        controller = Running.start(directory, "traefik", onNode());
    }

    /// In the network of the node, as a pod of the host's network, for it dials pods.
    private List<String> onNode() {
        List<String> command = new ArrayList<>(host.onNode());
        command.addAll(List.of("env", "KUBECONFIG=" + host.kubeconfigOnLan()));
        command.add(Tree.upstream("traefik"));
        command.addAll(List.of("-gateways=:" + GATEWAY, "-address=" + node));
        return command;
    }

    @AfterAll
    void leaveNothingBehind() {
        projects.forEach(PulumiProject::destroy);
        if (controller != null) {
            controller.close();
        }
        if (host != null) {
            host.down();
        }
    }

    @Test
    void anIngressIsTheEndpointOfAControlPlaneThatNoOtherWayLeadsTo() throws IOException {
        PulumiProject project = up("shop", BEHIND_AN_INGRESS);
        Kubectl shop = tenant("shop", project);

        assertThat(project.output("endpoint")).isEqualTo("https://shop.example.com:443");
        awaitAnswer(shop);
        assertThat(shop.get("auth", "whoami")).contains("kubernetes-admin");
        shop.get("wait", "serviceaccount/default", "--for=create", "--timeout=180s");
        shop.get(
                "run",
                "hello",
                "--image=mooring.local/demo:1",
                "--restart=Never",
                "--",
                "sh",
                "-c",
                "echo moored; exec sleep 3600");
        Command.Result ready =
                shop.run("wait", "pod/hello", "--for=condition=Ready", "--timeout=180s");
        assertThat(ready.exitCode()).as(() -> state(shop)).isZero();
        assertThat(shop.get("logs", "hello")).isEqualTo("moored");
        assertThat(shop.get("exec", "hello", "--", "cat", "/etc/hostname")).isEqualTo("hello");
        assertThat(shop.run("--tls-server-name=other.example.com", "get", "--raw", "/readyz"))
                .extracting(Command.Result::exitCode)
                .isNotEqualTo(0);
        project.upIsNotNeeded();
    }

    @Test
    void aRouteOfAGatewayLeadsToAControlPlaneAndItsTokensAreMadeThroughIt() throws IOException {
        PulumiProject project = up("store", BEHIND_A_GATEWAY);
        Kubectl store = tenant("store", project);

        assertThat(project.output("endpoint")).isEqualTo("https://store.example.com:" + GATEWAY);
        awaitAnswer(store);
        assertThat(store.get("get", "secrets", "-n", "kube-system", "-o", "name"))
                .contains("bootstrap-token-" + project.output("token").substring(0, 6));
        String accepted = "{.status.parents[0].conditions[?(@.type=='Accepted')].status}";
        assertThat(
                        host.kubectl()
                                .get(
                                        "get",
                                        "tlsroute",
                                        "store",
                                        "--namespace=joined",
                                        "-o",
                                        "jsonpath=" + accepted))
                .isEqualTo("True");
        project.upIsNotNeeded();
    }

    @Test
    void aTenantsRouteIsTakenByTheHostsControllerAndLeadsToItsPod() throws IOException {
        PulumiProject project = up("routed", WITH_ROUTES);
        Kubectl routed = tenant("routed", project);
        awaitAnswer(routed);
        routed.get("wait", "--for=create", "gateway/public", "--namespace=edge", "--timeout=180s");
        routed.get(
                "wait",
                "--for=create",
                "serviceaccount/default",
                "--namespace=edge",
                "--timeout=60s");

        Path objects = Files.writeString(directory.resolve("routed.yaml"), ROUTED);
        routed.get("apply", "-f", objects.toString());

        routed.get(
                "wait", "pod/web", "--for=condition=Ready", "--namespace=edge", "--timeout=180s");
        String told =
                "jsonpath={.status.parents[0].parentRef.name}"
                        + " {.status.parents[0].controllerName}"
                        + " {.status.parents[0].conditions[?(@.type=='Accepted')].status}";
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(routed.get("get", "tlsroute", "web", "-n", "edge", "-o", told))
                                .isEqualTo("public traefik.io/gateway-controller True"));
        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    host.runOnLan(
                            "curl",
                            "-sk",
                            "--max-time",
                            "2",
                            "--connect-to",
                            "::" + node + ":" + GATEWAY,
                            "https://shop.example.com/");
                    assertThat(routed.get("logs", "web", "--namespace=edge"))
                            .contains("shop.example.com");
                });
        routed.get("delete", "tlsroute", "web", "--namespace=edge");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        host.kubectl()
                                                .get(
                                                        "get",
                                                        "tlsroutes",
                                                        "--namespace=routed",
                                                        "-o",
                                                        "name"))
                                .isEmpty());
    }

    private PulumiProject up(String name, String program) throws IOException {
        List<String> front = new ArrayList<>(byName());
        front.addAll(List.of("env", "KUBECONFIG=" + host.kubeconfigOnLan()));
        var project =
                new PulumiProject(Files.createDirectory(directory.resolve(name)), name, front);
        projects.add(project);
        project.program(program);
        project.up().succeeded();
        return project;
    }

    /// On the LAN, with the names of the control planes in place of this machine's hosts.
    private List<String> byName() {
        List<String> front = new ArrayList<>(host.onLan());
        String hosts = "mount --bind " + directory.resolve("hosts") + " /etc/hosts && exec \"$@\"";
        front.addAll(List.of("unshare", "--mount", "sh", "-c", hosts, "sh"));
        return front;
    }

    private Kubectl tenant(String name, PulumiProject project) {
        Path kubeconfig =
                Kubectl.of(directory.resolve(name), project.output("kubeconfig")).kubeconfig();
        return new Kubectl(kubeconfig, byName(), List.of());
    }

    /// What there is to know of a pod that does not come.
    private String state(Kubectl tenant) {
        return tenant.run("describe", "pod", "hello").output()
                + host.kubectl().run("describe", "pod", SPACE, "hello-x-default-x-shop").output()
                + host.kubectl().run("logs", SPACE, "shop-0", "--tail=40").output();
    }

    private static void awaitAnswer(Kubectl tenant) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(tenant.run("get", "--raw", "/readyz").output().strip())
                                .isEqualTo("ok"));
    }
}
