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
import io.mooring.nodes.Providers;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.gcp.testkit.GceRules;
import io.mooring.nodes.gcp.testkit.GceServer;
import io.mooring.pki.CaHash;
import io.mooring.provider.resources.host.Installation;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class OrphansTest {

    private static final String CLUSTER = "orphans-" + ProcessHandle.current().pid();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory = Path.of("");

    @BeforeAll
    static void providers() throws IOException {
        PackagedProviders.link(List.of("aws", "azure", "gcp", "baremetal"));
    }

    /// What stands in the place of a cloud.
    ///
    /// @param machine settings that suffice there
    private record Cloud(String provider, Map<String, Object> machine, AutoCloseable wire)
            implements AutoCloseable {

        static Cloud of(String provider) {
            return switch (provider) {
                case "aws" -> aws();
                case "azure" -> azure(new ArmServer());
                default -> gcp(new GceServer());
            };
        }

        private static Cloud aws() {
            assumeThat(MotoServer.python()).as("tools/moto").isPresent();
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            var ec2 = new FaultProxy(MotoAccount.next());
            Map<String, Object> image =
                    Map.of("name", "node-*-{arch}", "owners", List.of("111111111111"));
            return new Cloud(
                    "aws",
                    Map.of(
                            "region",
                            "eu-central-1",
                            "endpoint",
                            ec2.endpoint(),
                            "instanceTypes",
                            List.of("m5.large"),
                            "image",
                            image),
                    ec2);
        }

        private static Cloud azure(ArmServer arm) {
            String subscription = "01234567-89ab-cdef-0123-456789abcdef";
            return new Cloud(
                    "azure",
                    Map.of(
                            "subscription", subscription,
                            "resourceGroup", "nodes",
                            "location", "westeurope",
                            "endpoint", arm.endpoint(),
                            "vmSizes", List.of("Standard_D4s_v5"),
                            "image",
                                    Map.of("publisher", "canonical", "offer", "u", "sku", "server"),
                            "subnet",
                                    "/subscriptions/%s/resourceGroups/nodes/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes"
                                            .formatted(subscription)),
                    arm);
        }

        private static Cloud gcp(GceServer gce) {
            return new Cloud(
                    "gcp",
                    Map.of(
                            "project", GceRules.PROJECT,
                            "region", "europe-west1",
                            "endpoint", gce.endpoint(),
                            "machineTypes", List.of("n2-standard-4"),
                            "image",
                                    Map.of(
                                            "family", "ubuntu-2404-lts-amd64",
                                            "project", "ubuntu-os-cloud")),
                    gce);
        }

        NodeProvider open(Owner owner) {
            return new Providers(Installation.nodeProviders(System.getenv()))
                    .factory(provider)
                    .open(owner, machine);
        }

        @Override
        public void close() throws Exception {
            wire.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void whatBelongsToNoNodeIsListedAndOnlyThenDeleted(String provider) throws Exception {
        String ca = Files.readString(TestCertificates.in(directory).ca());
        try (var cloud = Cloud.of(provider);
                var api = new Api(ca)) {
            NodeProvider nodes = cloud.open(Owner.ofCluster(CaHash.ofPem(ca)));
            NodeProvider others = cloud.open(new Owner("0123456789abcdef"));
            make(nodes, "a-node");
            make(nodes, "an-orphan");
            make(others, "of-another");

            assertThat(orphans(api, cloud, "--grace", "0")).as(err::toString).isZero();
            assertThat(out.toString()).contains("an-orphan").doesNotContain("a-node", "of-another");
            assertThat(nodes.list(CLUSTER)).hasSize(2);

            assertThat(orphans(api, cloud, "--delete")).as("younger than 30 minutes").isZero();
            assertThat(nodes.list(CLUSTER)).hasSize(2);

            assertThat(orphans(api, cloud, "--grace", "0", "--delete")).isZero();
            assertThat(nodes.list(CLUSTER))
                    .extracting(Machine::id)
                    .containsExactly(new MachineId(CLUSTER, "a-node"));
            assertThat(others.list(CLUSTER)).hasSize(1);
            nodes.delete(new MachineId(CLUSTER, "a-node"));
            others.delete(new MachineId(CLUSTER, "of-another"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    aws       | region: Frankfurt       | region: is "Frankfurt"           | image: must have exactly one of id, ssmParameter and name
                    azure     | location: West Europe   | location: is "West Europe"       | vmSizes: must name at least one size of machines
                    gcp       | region: Frankfurt       | region: is "Frankfurt"           | machineTypes: must name at least one
                    baremetal | inventory: [{port: 22}] | inventory[0].address: must be    | inventory[0].hostKey: must be
                    """)
    void settingsThatCannotBeUsedAreToldOfBeforeAnyCall(
            String provider, String settings, String first, String second) throws Exception {
        String ca = Files.readString(TestCertificates.in(directory).ca());
        try (var api = new Api(ca)) {
            Path file = Files.writeString(directory.resolve("machine.yaml"), settings + "\n");

            assertThat(run(api, provider, file)).isNotZero();
            assertThat(err.toString())
                    .contains("the machine settings in " + file + " cannot be used:")
                    .contains("\n  " + first)
                    .contains("\n  " + second);
        }
    }

    private static void make(NodeProvider nodes, String machine) {
        var request =
                new MachineRequest(
                        new MachineId(CLUSTER, machine),
                        new SecretText("#cloud-config"),
                        List.of());
        assertThat(nodes.create(request)).isInstanceOf(CreateOutcome.Created.class);
    }

    private int orphans(Api api, Cloud cloud, String... more) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("machine.yaml"),
                        JsonMapper.shared().writeValueAsString(cloud.machine()));
        return run(api, cloud.provider(), file, more);
    }

    private int run(Api api, String provider, Path machine, String... more) throws IOException {
        var arguments =
                new java.util.ArrayList<>(
                        List.of(
                                "node",
                                "orphans",
                                "--provider",
                                provider,
                                "--cluster",
                                CLUSTER,
                                "--machine",
                                machine.toString(),
                                "--kubeconfig",
                                Files.writeString(directory.resolve("kubeconfig"), api.kubeconfig())
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
