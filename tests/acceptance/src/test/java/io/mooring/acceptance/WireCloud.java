package io.mooring.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A cloud over the wire whose machines boot nowhere.
interface WireCloud extends AutoCloseable {

    /// `aws`, `azure` or `gcp`.
    String name();

    /// The settings of a machine there, in YAML.
    ///
    /// @param generation of its image: `first` or `second`
    String settings(String generation);

    /// The machines that run, each with what no other one ever had.
    Map<String, String> machines() throws IOException, InterruptedException;

    /// All that is there, of machines or their parts.
    List<String> left() throws IOException, InterruptedException;

    @Override
    void close();

    static WireCloud open(String name) throws IOException {
        return switch (name) {
            case "aws" -> new Ec2(Moto.start());
            case "azure" -> new Ours(name, process(name), AZURE);
            case "gcp" -> new Ours(name, process(name), GCP);
            default -> throw new IllegalArgumentException(name);
        };
    }

    String AZURE =
            """
            subscription: 01234567-89ab-cdef-0123-456789abcdef
            resourceGroup: nodes
            location: westeurope
            endpoint: %s
            vmSizes: [Standard_D4s_v5]
            image: {publisher: canonical, offer: ubuntu-24_04-lts, sku: %s}
            subnet: /subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n
            """;

    String GCP =
            """
            project: my-project-1
            region: europe-west1
            endpoint: %s
            machineTypes: [n2-standard-4]
            image: {family: %s, project: ubuntu-os-cloud}
            """;

    private static Announced process(String name) throws IOException {
        Path dist = Tree.ROOT.resolve("target/dist");
        String classes =
                Stream.of(
                                Tree.ROOT.resolve("cloud-nodes/azure/target/test-classes"),
                                Tree.ROOT.resolve("cloud-nodes/gcp/target/test-classes"),
                                Tree.ROOT.resolve("cloud-nodes/spi/target/test-classes"),
                                dist.resolve("nodes/" + name + "/*"),
                                dist.resolve("mooring/app.jar"))
                        .map(Path::toString)
                        .collect(Collectors.joining(":"));
        return Announced.start(
                "http://",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes,
                        Tree.ROOT
                                .resolve("tests/acceptance/src/machine/WireClouds.java")
                                .toString(),
                        name));
    }

    /// EC2 by moto, which is not ours.
    record Ec2(Moto moto) implements WireCloud {
        private static final String REGION = "eu-central-1";

        @Override
        public String name() {
            return "aws";
        }

        @Override
        public String settings(String generation) {
            return """
            region: %s
            endpoint: %s
            instanceTypes: [m5.large]
            image:
              ssmParameter: /aws/service/ami-amazon-linux-latest/al2023-ami-%skernel-default-{arch}
            """
                    .formatted(
                            REGION, moto.endpoint(), generation.equals("first") ? "" : "minimal-");
        }

        @Override
        public Map<String, String> machines() throws IOException, InterruptedException {
            return moto.machines(REGION);
        }

        @Override
        public List<String> left() throws IOException, InterruptedException {
            return List.copyOf(machines().keySet());
        }

        @Override
        public void close() {
            moto.close();
        }
    }

    /// One of our servers, by what it holds requests to.
    ///
    /// @param settings those of a machine, with the places of endpoint and image
    record Ours(String name, Announced server, String settings) implements WireCloud {

        @Override
        public String settings(String generation) {
            return settings.formatted(server.address().split(" ", 2)[0], generation);
        }

        @Override
        public Map<String, String> machines() throws IOException, InterruptedException {
            var machines = new TreeMap<String, String>();
            for (String line : view("/machines")) {
                String[] parts = line.split(" ", 2);
                machines.put(parts[0], parts[1]);
            }
            return machines;
        }

        @Override
        public List<String> left() throws IOException, InterruptedException {
            return view("/left");
        }

        private List<String> view(String path) throws IOException, InterruptedException {
            var request =
                    HttpRequest.newBuilder(URI.create(server.address().split(" ", 2)[1] + path));
            try (var client = HttpClient.newHttpClient()) {
                return client.send(request.build(), BodyHandlers.ofString())
                        .body()
                        .lines()
                        .toList();
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
