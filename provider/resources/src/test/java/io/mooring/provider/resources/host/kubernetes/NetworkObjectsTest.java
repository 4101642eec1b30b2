package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NetworkObjectsTest {

    private static final Map<String, Object> WORKLOAD =
            pods(Map.of("mooring.io/managed-by", "shop"));
    private static final Map<String, Object> CONTROL_PLANE =
            pods(
                    Map.of(
                            "app.kubernetes.io/name",
                            "mooring-control-plane",
                            "mooring.io/cluster",
                            "shop"));

    @Test
    void withPrivateNodesThereIsAPolicyForTheControlPlaneAlone() {
        var policies =
                policies(
                        "{privateNodes: {enabled: true}, policies: {networkPolicy: {enabled: true}}}");

        assertThat(policies).extracting(KubeObject::name).containsExactly("shop");
        assertThat(policies.getFirst().list("spec", "egress")).hasSize(1);
    }

    @Test
    void membersOfTheDataStoreReachEachOtherAndNobodyElseReachesThem() {
        var policies =
                policies(
                        """
                        privateNodes: {enabled: true}
                        policies: {networkPolicy: {enabled: true}}
                        controlPlane:
                          backingStore: {etcd: {embedded: {enabled: true}}}
                          statefulSet: {highAvailability: {replicas: 3}}
                        """);

        var ports =
                List.of(
                        Map.of("protocol", "TCP", "port", 2379),
                        Map.of("protocol", "TCP", "port", 2380));
        var policy = policies.getFirst();
        assertThat(policy.list("spec", "ingress"))
                .hasSize(2)
                .contains(Map.of("from", List.of(CONTROL_PLANE), "ports", ports));
        assertThat(policy.list("spec", "egress"))
                .hasSize(2)
                .contains(Map.of("to", List.of(CONTROL_PLANE), "ports", ports));
    }

    @Test
    void theTenantsPodsAskTheControlPlaneWhereThatIsTheirDns() {
        var policies =
                policies(
                        "{controlPlane: {coredns: {embedded: true}}, policies: {networkPolicy: {enabled: true}}}");

        var ports =
                List.of(
                        Map.of("protocol", "UDP", "port", 1053),
                        Map.of("protocol", "TCP", "port", 1053),
                        Map.of("protocol", "TCP", "port", 9153));
        assertThat(policies.getFirst().list("spec", "ingress"))
                .contains(Map.of("from", List.of(WORKLOAD), "ports", ports));
    }

    @Test
    void aStoreThatSomebodyElseRunsIsDialledAtItsPort() {
        var policies =
                policies(
                        """
                        privateNodes: {enabled: true}
                        policies: {networkPolicy: {enabled: true}}
                        controlPlane:
                          backingStore: {database: {external: {enabled: true, dataSource: "postgres://u:p@db/k"}}}
                        """);

        var port = Map.of("protocol", "TCP", "port", 5432);
        assertThat(policies.getFirst().list("spec", "egress"))
                .hasSize(2)
                .contains(Map.of("ports", List.of(port)));
    }

    @Test
    void snapshotsElsewhereAreDialledAtTheirPorts() {
        var policies =
                policies(
                        """
                        privateNodes: {enabled: true}
                        policies: {networkPolicy: {enabled: true}}
                        snapshots:
                          auto:
                            schedule: "@daily"
                            storage: {type: oci, oci: {repository: "registry:5000/shop"}}
                          restore: {url: "s3://safe/a.snapshot?endpoint=https://minio:9000"}
                          encryption: {secretName: passphrase}
                        """);

        var ports =
                List.of(
                        Map.of("protocol", "TCP", "port", 5000),
                        Map.of("protocol", "TCP", "port", 9000));
        assertThat(policies.getFirst().list("spec", "egress"))
                .hasSize(2)
                .contains(Map.of("ports", ports));
    }

    @Test
    void withSharedNodesTenantsPodsReachEachOtherTheirControlPlaneAndTheWorldOutside() {
        var policies = policies("{policies: {networkPolicy: {enabled: true}}}");

        assertThat(policies).extracting(KubeObject::name).containsExactly("shop", "shop-workload");
        assertThat(policies.getFirst().list("spec", "egress"))
                .hasSize(3)
                .contains(Map.of("to", List.of(WORKLOAD)));
        var workload = policies.getLast();
        assertThat(workload.map("spec", "podSelector")).isEqualTo(WORKLOAD.get("podSelector"));
        assertThat(workload.list("spec", "ingress"))
                .containsExactly(Map.of("from", List.of(WORKLOAD, CONTROL_PLANE)));
        assertThat(workload.maps("spec", "egress")).hasSize(3);
        assertThat(workload.list("spec", "egress"))
                .contains(Map.of("to", List.of(WORKLOAD, CONTROL_PLANE)));
        var world = Map.copyOf(workload.maps("spec", "egress").getLast());
        assertThat(world.toString()).contains("cidr=0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16");
    }

    @Test
    void nodesKubeletsAreReachedByTenantsPodsAndTheControlPlaneAloneAndOnlyIfTheyAre() {
        var ports = List.of(Map.of("protocol", "TCP", "port", 20_000, "endPort", 29_999));
        var own = policies("{policies: {networkPolicy: {enabled: true}}}").getFirst();
        var none =
                policies(
                                """
                                policies: {networkPolicy: {enabled: true}}
                                networking: {advanced: {proxyKubelets: {byHostname: false, byIP: false}}}
                                """)
                        .getFirst();

        assertThat(own.list("spec", "ingress"))
                .hasSize(2)
                .contains(Map.of("from", List.of(CONTROL_PLANE, WORKLOAD), "ports", ports));
        assertThat(own.list("spec", "egress"))
                .contains(Map.of("to", List.of(CONTROL_PLANE), "ports", ports));
        assertThat(none.list("spec", "ingress")).hasSize(1);
        assertThat(none.list("spec", "egress")).hasSize(2);
    }

    @Test
    void whatTheConfigurationSaysOfTenantsPodsHolds() {
        var policies =
                policies(
                        """
                        policies:
                          networkPolicy:
                            enabled: true
                            workload:
                              publicEgress: {enabled: false}
                              ingress: [{ports: [{port: 8080}]}]
                              egress: [{ports: [{port: 5432}]}]
                        """);

        var workload = policies.getLast();
        assertThat(workload.list("spec", "ingress"))
                .hasSize(2)
                .contains(Map.of("ports", List.of(Map.of("port", 8080))));
        assertThat(workload.list("spec", "egress"))
                .hasSize(3)
                .contains(Map.of("ports", List.of(Map.of("port", 5432))));
    }

    private static Map<String, Object> pods(Map<String, String> labels) {
        return Map.of("podSelector", Map.of("matchLabels", labels));
    }

    private static List<KubeObject> policies(String yaml) {
        var config = ConfigLoader.load(yaml).config();
        return NetworkObjects.of(
                new Scope("shop", "tenants", "anchor", config), config.policies().networkPolicy());
    }
}
