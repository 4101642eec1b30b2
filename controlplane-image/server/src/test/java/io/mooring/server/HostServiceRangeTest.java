package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.api.CidrBlock;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An API that answers as kube-apiserver does to services that are only tried.
final class HostServiceRangeTest {

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private boolean gives = true;

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.96.0.1, 10.96.0.0/12",
        "10.96.0.0/16, 10.96.0.1, 10.96.0.0/16",
        "10.43.0.0/16, 10.43.0.1, 10.43.0.0/16",
        "34.118.224.0/20, 34.118.224.1, 34.118.224.0/20",
        "192.168.7.0/28, 192.168.7.1, 192.168.7.0/28",
        "fd00:10:96::/108, fd00:10:96::1, fd00:10:96::/108",
        "fd00:10:96::/112, fd00:10:96::1, fd00:10:96::/112"
    })
    void theRangeIsFoundByAskingForItsLastAddress(String hosts, String api, String found)
            throws IOException {
        assertThat(find(hosts, api)).isEqualTo(found);
        assertThat(queries).isNotEmpty().allMatch(query -> query.equals("dryRun=All"));
    }

    @Test
    void anAddressThatIsTakenBelongsToTheRange() throws IOException {
        assertThat(find("10.43.0.0/16", "10.43.0.1", "10.43.255.254")).isEqualTo("10.43.0.0/16");
    }

    @ParameterizedTest
    @CsvSource({
        "10.43.0.0/16, 172.16.0.1",
        "10.96.0.0/12, 10.77.0.11",
        "10.96.0.0/12, 10.96.5.9",
        "192.168.7.0/28, kubernetes.default.svc",
        "fd00:10:96::/112, fd00:77::b",
        "fd00:10:96::/112, fd00:10:96::9"
    })
    void whereTheApiIsElsewhereTheHostIsAskedForAnAddress(String hosts, String api)
            throws IOException {
        assertThat(find(hosts, api)).isEqualTo(hosts);
        assertThat(queries).isNotEmpty().allMatch(query -> query.equals("dryRun=All"));
    }

    @Test
    void aHostThatGivesNoAddressAsksForTheSetting() {
        gives = false;

        assertThatThrownBy(() -> find("10.43.0.0/16", "172.16.0.1"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("172.16.0.1")
                .hasMessageEndingWith("set networking.serviceCIDR to it");
    }

    private String find(String range, String api, String... taken) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v1/namespaces/tenants/services",
                exchange -> answer(exchange, new CidrBlock(range), List.of(taken)));
        server.start();
        try (var host = KubeClient.fromKubeconfig(kubeconfig(server.getAddress().getPort()))) {
            return HostServiceRange.find(host, "tenants", api);
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange, CidrBlock range, List<String> taken)
            throws IOException {
        queries.add(exchange.getRequestURI().getQuery());
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> wanted = KubeObject.parse(body).text("spec", "clusterIP");
        var address = wanted.orElse(range.addressAt(0));
        boolean fits = range.contains(address) && !taken.contains(address);
        var problem =
                taken.contains(address)
                        ? "provided IP is already allocated"
                        : "the provided network does not match the current range";
        var answer =
                fits
                        ? gives && wanted.isEmpty()
                                ? KubeObject.parse(body).with(address, "spec", "clusterIP").json()
                                : body
                        : "{\"kind\":\"Status\",\"reason\":\"Invalid\",\"message\":\""
                                + problem
                                + "\"}";
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fits ? 201 : 422, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String kubeconfig(int port) {
        return """
        apiVersion: v1
        kind: Config
        current-context: host
        clusters: [{name: host, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: host, context: {cluster: host, user: host}}]
        users: [{name: host, user: {token: "t"}}]
        """
                .formatted(port);
    }
}
