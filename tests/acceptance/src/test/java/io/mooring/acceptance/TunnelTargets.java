package io.mooring.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/// What kube-apiserver reaches on a node: a pod, and a probe (`probe.py`) that is a webhook and an
/// API, behind a service. Closing ends the probe; the objects go with the cluster.
record TunnelTargets(String node, String nodeAddress, Running probe) implements AutoCloseable {

    static final String GROUP = "probe.mooring.test";
    private static final int PORT = 9443;
    private static final String HOST = "probe.default.svc";

    static TunnelTargets on(LocalCluster cluster, Kubectl kubectl, Path directory)
            throws IOException {
        String node = kubectl.get("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        String address =
                kubectl.get(
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
        Path pem = certificate(directory);
        Path script = Files.writeString(directory.resolve("probe.py"), resource("probe.py"));
        var command = List.of("python3", script.toString(), Integer.toString(PORT), pem.toString());
        Running probe = Running.start(directory, "probe", cluster.onNode(node, command));
        var targets = new TunnelTargets(node, address, probe);
        Path objects = Files.writeString(directory.resolve("targets.yaml"), objects(node, address));
        kubectl.get("apply", "-f", objects.toString());
        Path asking = Files.writeString(directory.resolve("asking.yaml"), asking(base64(pem)));
        kubectl.get("apply", "-f", asking.toString());
        kubectl.get("wait", "pod/targets", "--for=condition=Ready", "--timeout=90s");
        String service = kubectl.get("get", "service", "probe", "-o", "jsonpath={.spec.clusterIP}");
        Awaitility.await("the probe behind its service, see " + directory)
                .atMost(Duration.ofSeconds(90))
                .failFast("the probe has ended", () -> !probe.alive())
                .until(() -> targets.answers(cluster, service));
        return targets;
    }

    /// By the service's address, which kube-proxy makes a way to some time after it is there.
    private boolean answers(LocalCluster cluster, String service) {
        var url = "https://" + service + "/apis/" + GROUP + "/v1";
        var curl = List.of("curl", "-sk", "--max-time", "5", url);
        return Command.in(Path.of("/")).run(cluster.onNode(node, curl)).exitCode() == 0;
    }

    /// Makes the probe's key and its certificate, which is its own CA, in one file.
    private static Path certificate(Path directory) {
        Path pem = directory.resolve("probe.pem");
        var openssl =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=%1$s -addext subjectAltName=DNS:%1$s -keyout %2$s -out %2$s.crt"
                        .formatted(HOST, pem);
        Command.in(directory).run(List.of(openssl.split(" "))).succeeded();
        Command.in(directory).run("sh", "-c", "cat probe.pem.crt >>probe.pem").succeeded();
        return pem;
    }

    private static String base64(Path pem) throws IOException {
        byte[] certificate = Files.readAllBytes(Path.of(pem + ".crt"));
        return Base64.getEncoder().encodeToString(certificate);
    }

    private static String resource(String name) throws IOException {
        try (var in = TunnelTargets.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String objects(String node, String address) {
        return """
        apiVersion: v1
        kind: Pod
        metadata: {name: targets}
        spec:
          nodeName: %3$s
          terminationGracePeriodSeconds: 1
          containers:
            - name: web
              image: mooring.local/demo:1
              imagePullPolicy: Never
              command:
                - sh
                - -c
                - |
                  mkdir -p /tmp/www && echo "hello from $HOSTNAME" >/tmp/www/index.html
                  echo "serving on 8080"
                  exec httpd -f -p 8080 -h /tmp/www
            - name: echo
              image: mooring.local/demo:1
              imagePullPolicy: Never
              stdin: true
              command: [cat]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: probe}
        spec:
          ports: [{port: 443, targetPort: %1$d}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: probe-1, labels: {kubernetes.io/service-name: probe}}
        addressType: IPv4
        ports: [{port: %1$d}]
        endpoints: [{addresses: [%2$s]}]
        """
                .formatted(PORT, address, node);
    }

    private static String asking(String certificate) {
        return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: probe}
        webhooks:
          - name: probe.mooring.test
            clientConfig:
              service: {namespace: default, name: probe, path: /validate}
              caBundle: %1$s
            rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
            objectSelector: {matchLabels: {ask: webhook}}
            failurePolicy: Fail
            sideEffects: None
            timeoutSeconds: 20
            admissionReviewVersions: [v1]
        ---
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1.%2$s}
        spec:
          group: %2$s
          version: v1
          service: {namespace: default, name: probe}
          caBundle: %1$s
          groupPriorityMinimum: 100
          versionPriority: 100
        """
                .formatted(certificate, GROUP);
    }

    @Override
    public void close() {
        probe.close();
    }
}
