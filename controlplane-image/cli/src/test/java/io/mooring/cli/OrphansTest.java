package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.aws.AwsProviderFactory;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.pki.CaHash;
import io.mooring.tunnel.testkit.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrphansTest {

    private static final String CLUSTER = "orphans-" + ProcessHandle.current().pid();
    private static final String IMAGE = "{name: 'node-*-{arch}', owners: ['111111111111']}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory = Path.of("");

    @Test
    void whatBelongsToNoNodeIsListedAndOnlyThenDeleted() throws Exception {
        assumeThat(MotoServer.python()).as("tools/moto").isPresent();
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        String ca = Files.readString(TestCertificates.in(directory).ca());
        try (var ec2 = new FaultProxy(MotoAccount.next());
                var api = new Api(ca)) {
            NodeProvider nodes = provider(Owner.ofCluster(CaHash.ofPem(ca)), ec2.endpoint());
            NodeProvider others = provider(new Owner("0123456789abcdef"), ec2.endpoint());
            make(nodes, "a-node");
            make(nodes, "an-orphan");
            make(others, "of-another");

            assertThat(orphans(api, ec2, "--grace", "0")).isZero();
            assertThat(out.toString()).contains("an-orphan").doesNotContain("a-node", "of-another");
            assertThat(nodes.list(CLUSTER)).hasSize(2);

            assertThat(orphans(api, ec2, "--delete")).as("younger than 30 minutes").isZero();
            assertThat(nodes.list(CLUSTER)).hasSize(2);

            assertThat(orphans(api, ec2, "--grace", "0", "--delete")).isZero();
            assertThat(nodes.list(CLUSTER))
                    .extracting(Machine::id)
                    .containsExactly(new MachineId(CLUSTER, "a-node"));
            assertThat(others.list(CLUSTER)).hasSize(1);
            nodes.delete(new MachineId(CLUSTER, "a-node"));
            others.delete(new MachineId(CLUSTER, "of-another"));
        }
    }

    @Test
    void settingsThatCannotBeUsedAreToldOfBeforeAnyCall() throws Exception {
        String ca = Files.readString(TestCertificates.in(directory).ca());
        try (var api = new Api(ca)) {
            Path file = Files.writeString(directory.resolve("machine.yaml"), "region: Frankfurt\n");

            assertThat(run(api, file)).isNotZero();
            assertThat(err.toString())
                    .contains("the machine settings in " + file + " cannot be used:")
                    .contains("\n  region: is \"Frankfurt\"")
                    .contains("\n  image: must have exactly one of id, ssmParameter and name");
        }
    }

    private static NodeProvider provider(Owner owner, String endpoint) {
        return new AwsProviderFactory()
                .open(
                        owner,
                        Map.of(
                                "region",
                                "eu-central-1",
                                "endpoint",
                                endpoint,
                                "instanceTypes",
                                List.of("m5.large"),
                                "image",
                                Map.of("name", "node-*-{arch}", "owners", List.of("111111111111"))));
    }

    private static void make(NodeProvider nodes, String machine) {
        var request =
                new MachineRequest(
                        new MachineId(CLUSTER, machine), new SecretText("#cloud-config"), List.of());
        assertThat(nodes.create(request)).isInstanceOf(CreateOutcome.Created.class);
    }

    private int orphans(Api api, FaultProxy ec2, String... more) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("machine.yaml"),
                        "{region: eu-central-1, endpoint: '%s', instanceTypes: [m5.large], image: %s}"
                                .formatted(ec2.endpoint(), IMAGE));
        return run(api, file, more);
    }

    private int run(Api api, Path machine, String... more) throws IOException {
        var arguments =
                new java.util.ArrayList<>(
                        List.of(
                                "node",
                                "orphans",
                                "--provider",
                                "aws",
                                "--cluster",
                                CLUSTER,
                                "--machine",
                                machine.toString(),
                                "--kubeconfig",
                                Files.writeString(
                                                directory.resolve("kubeconfig"), api.kubeconfig())
                                        .toString()));
        arguments.addAll(List.of(more));
        String[] all = arguments.toArray(String[]::new);
        out.getBuffer().setLength(0);
        return Main.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    /// As much of a cluster's API as the command asks: whom to trust, and the one node there is.
    private static final class Api implements AutoCloseable {

        private static final String INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info";
        private final HttpServer server;

        Api(String ca) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String encoded =
                    Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.UTF_8));
            answer(
                    INFO,
                    """
                    {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"cluster-info","namespace":"kube-public"},
                     "data":{"kubeconfig":"clusters: [{cluster: {server: https://shop:443\\ncertificate-authority-data: %s\\n}}]"}}
                    """
                            .formatted(encoded));
            answer(
                    "/api/v1/nodes",
                    """
                    {"kind":"NodeList","apiVersion":"v1","metadata":{"resourceVersion":"1"},
                     "items":[{"kind":"Node","apiVersion":"v1","metadata":{"name":"a-node"}}]}
                    """);
            server.start();
        }

        private void answer(String path, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            server.createContext(
                    path,
                    exchange -> {
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, bytes.length);
                        exchange.getResponseBody().write(bytes);
                        exchange.close();
                    });
        }

        String kubeconfig() {
            return """
            apiVersion: v1
            kind: Config
            clusters: [{name: it, cluster: {server: 'http://127.0.0.1:%d'}}]
            users: [{name: it, user: {token: text}}]
            contexts: [{name: it, context: {cluster: it, user: it}}]
            current-context: it
            """
                    .formatted(server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
