package io.mooring.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What whoever has the token of a control plane's pod may do in the host cluster: asked of the
/// host's API, and tried on it.
final class HostRights implements AutoCloseable {

    private static final List<String> IN_NAMESPACE =
            List.of(
                    "api/v1/%s/secrets",
                    "api/v1/%s/configmaps",
                    "api/v1/%s/pods",
                    "api/v1/%s/services",
                    "api/v1/%s/serviceaccounts",
                    "api/v1/%s/persistentvolumeclaims",
                    "apis/apps/v1/%s/statefulsets",
                    "apis/apps/v1/%s/deployments",
                    "apis/batch/v1/%s/jobs",
                    "apis/networking.k8s.io/v1/%s/networkpolicies",
                    "apis/coordination.k8s.io/v1/%s/leases",
                    "apis/rbac.authorization.k8s.io/v1/%s/roles",
                    "apis/rbac.authorization.k8s.io/v1/%s/rolebindings");
    private static final List<String> OF_THE_CLUSTER =
            List.of(
                    "api/v1/namespaces",
                    "api/v1/persistentvolumes",
                    "apis/rbac.authorization.k8s.io/v1/clusterroles",
                    "apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                    "apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                    "apis/certificates.k8s.io/v1/certificatesigningrequests",
                    "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
                    "apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                    "apis/storage.k8s.io/v1/storageclasses");

    /// Ways around: into other pods, nodes and identities, and up to more rights.
    private static final List<String> WAYS_AROUND =
            List.of(
                    "POST api/v1/namespaces/kube-system/pods/any/exec?command=id",
                    "GET api/v1/namespaces/kube-system/pods/any/log",
                    "POST api/v1/namespaces/kube-system/pods/any/portforward",
                    "POST api/v1/namespaces/kube-system/pods/any/eviction",
                    "POST api/v1/namespaces/kube-system/serviceaccounts/default/token",
                    "POST api/v1/namespaces/default/bindings",
                    "GET api/v1/namespaces/default/services/https:kubernetes:443/proxy/",
                    "GET api/v1/nodes/any/proxy/pods",
                    "PATCH api/v1/nodes/any",
                    "PUT api/v1/nodes/any/status",
                    "POST apis/authentication.k8s.io/v1/tokenreviews",
                    "POST apis/authorization.k8s.io/v1/subjectaccessreviews",
                    "PUT apis/certificates.k8s.io/v1/certificatesigningrequests/any/approval",
                    "GET metrics",
                    "GET logs/");

    private final HttpClient client;
    private final String server;
    private final String token;

    private HostRights(HttpClient client, String server, String token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    /// By the token that is mounted into that pod.
    static HostRights of(HostCluster host, String namespace, String pod) {
        try {
            String kubeconfig = Files.readString(host.kubectl().kubeconfig());
            var client =
                    HttpClient.newBuilder()
                            .sslContext(trusting(found(kubeconfig, "certificate-authority-data")))
                            .build();
            String server = found(kubeconfig, "server");
            return new HostRights(client, server, host.tokenIn(namespace, pod));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("reaching the host's API", e);
        }
    }

    private static String found(String kubeconfig, String key) {
        Matcher line = Pattern.compile(key + ":\\s*\"?([^\\s\"]+)").matcher(kubeconfig);
        if (!line.find()) {
            throw new AssertionError("the kubeconfig has no " + key);
        }
        return line.group(1);
    }

    private static SSLContext trusting(String authority)
            throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        var pem = new ByteArrayInputStream(Base64.getDecoder().decode(authority));
        keys.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /// Every rule that holds for it in the namespace, as `RESOURCE.GROUP NAME: VERBS`, but for what
    /// every account may: ask about itself.
    TreeSet<String> rules(String namespace) {
        String review =
                """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
                 "spec": {"namespace": "%s"}}
                """
                        .formatted(namespace);
        HttpResponse<String> answer =
                send("POST", "apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review);
        var rules = new TreeSet<String>();
        for (JsonNode rule :
                JsonMapper.shared().readTree(answer.body()).at("/status/resourceRules")) {
            String resources = texts(rule.path("resources"));
            if (!resources.startsWith("selfsubject")) {
                String group = texts(rule.path("apiGroups"));
                String names = texts(rule.path("resourceNames"));
                rules.add(
                        resources
                                + (group.isEmpty() ? "" : "." + group)
                                + (names.isEmpty() ? "" : " " + names)
                                + ": "
                                + texts(rule.path("verbs")));
            }
        }
        return rules;
    }

    private static String texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
    }

    /// Those of many attempts outside of its namespace that were not refused, with the answer:
    /// every verb on every kind that is worth it, and the ways around.
    List<String> whatIsNotRefused(String... namespaces) {
        var attempts = new ArrayList<String>(WAYS_AROUND);
        for (String namespace : namespaces) {
            IN_NAMESPACE.forEach(
                    kind -> attempts.addAll(verbs(kind.formatted("namespaces/" + namespace))));
        }
        IN_NAMESPACE.forEach(kind -> attempts.add("GET " + kind.formatted("").replace("//", "/")));
        OF_THE_CLUSTER.forEach(kind -> attempts.addAll(verbs(kind)));
        return attempts.stream().filter(attempt -> !isRefused(attempt)).toList();
    }

    private static List<String> verbs(String kind) {
        return List.of(
                "GET " + kind,
                "GET " + kind + "?watch=true&timeoutSeconds=1",
                "GET " + kind + "/any",
                "POST " + kind,
                "PUT " + kind + "/any",
                "PATCH " + kind + "/any",
                "DELETE " + kind + "/any",
                "DELETE " + kind);
    }

    /// Whether the answer is that it must not, by which nothing has been looked at.
    boolean isRefused(String attempt) {
        String[] parts = attempt.split(" ", 2);
        return send(parts[0], parts[1], "{}").statusCode() == 403;
    }

    private HttpResponse<String> send(String method, String path, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(server + "/" + path))
                        .header("Authorization", "Bearer " + token)
                        .header(
                                "Content-Type",
                                method.equals("PATCH")
                                        ? "application/merge-patch+json"
                                        : "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
