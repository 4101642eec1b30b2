package io.mooring.bootstrap.testkit;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Asks for certificates as a kubelet does, with openssl's keys.
public final class Joiner {
    public static final String CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    public static final String SERVING = "kubernetes.io/kubelet-serving";

    private final RealControlPlane plane;
    private final Path directory;

    public Joiner(RealControlPlane plane, Path directory) {
        this.plane = plane;
        this.directory = directory;
    }

    /// A client that shows a bearer token.
    public KubeClient byToken(String token) throws IOException {
        return KubeClient.fromKubeconfig(kubeconfig("token: " + token));
    }

    /// A client with a node's certificate, which [#key] and the signed request have made.
    public KubeClient byCertificate(String node) throws IOException {
        return KubeClient.fromKubeconfig(
                kubeconfig(
                        "client-certificate: "
                                + directory.resolve(node + ".crt")
                                + ", client-key: "
                                + directory.resolve(node + ".key")));
    }

    /// @param user the content of the user's entry, as flow style YAML without its braces
    private String kubeconfig(String user) throws IOException {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster:
            server: https://%s
            certificate-authority: %s
        users:
        - name: u
          user: {%s}
        contexts:
        - name: x
          context: {cluster: c, user: u}
        current-context: x
        """
                .formatted(plane.endpoint(), plane.pki().resolve("ca.crt"), user);
    }

    /// Sends a request for a certificate.
    public ObjectRef request(
            KubeClient by, String name, String signer, String subject, String names, String purpose)
            throws Exception {
        var ref = ObjectRef.cluster(ResourceKind.CERTIFICATE_SIGNING_REQUEST, name);
        var pem = openssl(name, subject, names);
        var spec =
                Map.of(
                        "request",
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                        "signerName",
                        signer,
                        "usages",
                        List.of("digital signature", purpose));
        by.create(ref.kind(), KubeObject.of(ref, Map.of("spec", spec)));
        return ref;
    }

    /// Sends a bootstrapping kubelet's request; the key stays as `NODE.key`.
    public ObjectRef requestClient(KubeClient by, String node) throws Exception {
        return request(
                by, node, CLIENT, "/O=system:nodes/CN=system:node:" + node, "", "client auth");
    }

    /// Waits for the signed certificate and keeps it as `NAME.crt`.
    public Path certificate(KubeClient kube, ObjectRef request) throws IOException {
        var pem =
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> kube.get(request).text("status", "certificate").orElse(""),
                                text -> !text.isEmpty());
        return Files.write(
                directory.resolve(request.name() + ".crt"), Base64.getDecoder().decode(pem));
    }

    /// Waits until the request is decided, and says how: `Approved` or `Denied: why`.
    public static String decision(KubeClient kube, ObjectRef request) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                kube.get(request).maps("status", "conditions").stream()
                                        .map(Joiner::decision)
                                        .findFirst()
                                        .orElse(""),
                        text -> !text.isEmpty());
    }

    private static String decision(Map<String, Object> condition) {
        return condition.get("type").equals("Approved")
                ? "Approved"
                : condition.get("type") + ": " + condition.get("message");
    }

    private String openssl(String name, String subject, String names) throws Exception {
        var command =
                new java.util.ArrayList<>(
                        List.of(
                                "openssl",
                                "req",
                                "-new",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-keyout",
                                name + ".key",
                                "-out",
                                name + ".csr",
                                "-subj",
                                subject));
        if (!names.isEmpty()) {
            command.addAll(List.of("-addext", "subjectAltName=" + names));
        }
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        return Files.readString(directory.resolve(name + ".csr"));
    }
}
