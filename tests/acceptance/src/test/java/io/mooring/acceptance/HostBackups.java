package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/// Where control planes in a host cluster keep their snapshots: a bucket, and a registry that asks
/// for a login, on the LAN of that host, so that their pods can dial them.
final class HostBackups implements AutoCloseable {

    private static final String USER = "keeper";
    private static final String PASSWORD = "p4ssw0rd";
    private static final String SECRETS =
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%1$s"}},
             {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "passphrase", "namespace": "%1$s"},
              "stringData": {"passphrase": "%2$s\\n"}},
             {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "bucket", "namespace": "%1$s"},
              "stringData": {"AWS_ACCESS_KEY_ID": "%3$s", "AWS_SECRET_ACCESS_KEY": "%4$s"}},
             {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "registry", "namespace": "%1$s"},
              "type": "kubernetes.io/basic-auth", "stringData": {"username": "%3$s", "password": "%4$s"}}]}
            """;

    private final HostCluster host;
    private final Moto buckets;
    private final Announced registry;

    private HostBackups(HostCluster host, Moto buckets, Announced registry) {
        this.host = host;
        this.buckets = buckets;
        this.registry = registry;
    }

    /// Starts both, and has a namespace with the Secrets that open them: `passphrase`, `bucket` and
    /// `registry`.
    static HostBackups on(HostCluster host, Path directory, String namespace) throws IOException {
        Moto buckets = Moto.start(host.onLan(), HostCluster.ADDRESS_ON_LAN);
        List<String> command = new ArrayList<>(host.onLan());
        command.add(Tree.upstream("registry"));
        command.add("-listen=" + HostCluster.ADDRESS_ON_LAN);
        command.add(Files.createDirectory(directory).toString());
        command.add(USER + ":" + PASSWORD);
        var backups =
                new HostBackups(
                        host, buckets, Announced.start(HostCluster.ADDRESS_ON_LAN, command));
        host.runOnLan("curl", "-sSf", "-X", "PUT", buckets.endpoint() + "/safe").succeeded();
        host.apply(
                "secrets.json", SECRETS.formatted(namespace, Programs.PASSPHRASE, USER, PASSWORD));
        return backups;
    }

    /// The settings by which a control plane makes one every minute, keeps the newest, and puts it
    /// into the bucket.
    String everyMinuteIntoTheBucket() {
        return everyMinute(
                "{type: s3, s3: {url: '%s', credential: {secretName: bucket}}}"
                        .formatted(bucket("")));
    }

    /// As [#everyMinuteIntoTheBucket()], into the registry.
    String everyMinuteIntoTheRegistry() {
        return everyMinute(
                "{type: oci, oci: {repository: '%s', credential: {secretName: registry}}}"
                        .formatted(repository("scheduled")));
    }

    private static String everyMinute(String storage) {
        return """
        snapshots:
          auto:
            schedule: "* * * * *"
            retention: {maxSnapshots: 1}
            storage: %s
          encryption: {secretName: passphrase}
        """
                .formatted(storage);
    }

    /// Those settings, and that a new control plane begins with that snapshot.
    static String beginningWith(String url, String secret, String settings) {
        return settings
                + "  restore: {url: '%s', credential: {secretName: %s}}\n".formatted(url, secret);
    }

    /// The URL of all in the bucket, or of one of them.
    ///
    /// @param name of a snapshot, or empty
    String bucket(String name) {
        return "s3://safe/tenant%s?region=us-east-1&endpoint=%s"
                .formatted(name.isEmpty() ? "" : "/" + name, buckets.endpoint());
    }

    /// Where the pods dial the bucket.
    int bucketPort() {
        return URI.create(buckets.endpoint()).getPort();
    }

    /// The URL of a repository.
    String repository(String name) {
        return "oci://%s/safe/%s?plain-http=true".formatted(registry.address(), name);
    }

    /// What a resource is told of who logs in there.
    String login() {
        return "{username: %s, password: %s}".formatted(USER, PASSWORD);
    }

    /// The names of the snapshots at a URL.
    List<String> names(String url) {
        String rows =
                host.runOnLan(
                                "env",
                                "AWS_ACCESS_KEY_ID=" + USER,
                                "AWS_SECRET_ACCESS_KEY=" + PASSWORD,
                                "MOORING_REGISTRY_USERNAME=" + USER,
                                "MOORING_REGISTRY_PASSWORD=" + PASSWORD,
                                Tree.launcher("mooring"),
                                "snapshot",
                                "list",
                                url,
                                "--output=json")
                        .succeeded();
        return StreamSupport.stream(JsonMapper.shared().readTree(rows).spliterator(), false)
                .map(row -> row.required("file").asString())
                .toList();
    }

    /// The name of the last snapshot that it says it made, once it has made one.
    static String scheduled(Kubectl cluster) {
        String[] asked = {
            "get",
            "configmap",
            "mooring-snapshots",
            "--namespace=kube-system",
            "-o",
            "jsonpath={.data}"
        };
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() ->
                        assertThat(cluster.run(asked).output())
                                .contains("\"state\":\"ok\"", ".snapshot: revision "));
        return cluster.get(asked).replaceFirst(".*\"last\":\"([^:]+):.*", "$1");
    }

    /// What the names of one cluster's scheduled snapshots begin with.
    static String series(String snapshot) {
        return snapshot.substring(0, snapshot.lastIndexOf('-'));
    }

    @Override
    public void close() {
        registry.close();
        buckets.close();
    }
}
