package io.mooring.syncer.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownServicesTest {
    private static final List<ShownKind> SHOWN =
            ShownServices.of(
                    new HostNames("vc", "host-ns"),
                    List.of(new Place("infra", "db", "data", "postgres")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"type":"NodePort","selector":{"app":"db"},"clusterIP":"10.0.0.7","externalIPs":["192.0.2.1"],"ports":[{"name":"sql","port":5432,"targetPort":5433,"nodePort":30001}]} | {"type":"ClusterIP","ports":[{"name":"sql","port":5432,"targetPort":5433}]}
                    {"type":"ClusterIP","clusterIP":"None","clusterIPs":["None"],"ports":[{"port":80}]} | {"type":"ClusterIP","clusterIP":"None","ports":[{"port":80}]}
                    {"type":"ExternalName","externalName":"db.example.com"} | {"type":"ExternalName","externalName":"db.example.com"}
                    {"type":"LoadBalancer","loadBalancerIP":"192.0.2.2","sessionAffinity":"ClientIP","ports":[{"port":80}]} | {"type":"ClusterIP","sessionAffinity":"ClientIP","ports":[{"port":80}]}
                    """)
    void aServiceOfTheHostHasAnAddressOfTheTenants(String host, String tenant) {
        var service = object("{\"metadata\":" + metadata() + ",\"spec\":" + host + "}");
        var name = SHOWN.getFirst().names(service).getFirst();
        var shown = SHOWN.getFirst().shown(service, name);

        assertThat(name).isEqualTo(new Name("data", "postgres"));
        assertThat(shown.map("spec")).isEqualTo(object(tenant).fields());
        assertThat(shown.labels()).containsEntry("team", "a").containsKey("mooring.io/from-host");
    }

    @Test
    void whatIsBehindItIsAddressesAndNamesOfNothingElse() {
        var endpoints =
                object(
                        """
                        {"metadata": %s, "subsets": [{"ports": [{"name": "sql", "port": 5433}],
                         "addresses": [{"ip": "10.1.0.4", "hostname": "db-0", "nodeName": "n",
                                        "targetRef": {"kind": "Pod", "name": "db-0", "uid": "u"}}],
                         "notReadyAddresses": [{"ip": "10.1.0.5", "nodeName": "n"}]}]}
                        """
                                .formatted(metadata()));

        var shown = SHOWN.getLast().shown(endpoints, new Name("data", "postgres"));

        assertThat(shown.list("subsets"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "ports",
                                        List.of(Map.of("name", "sql", "port", 5433)),
                                        "addresses",
                                        List.of(Map.of("ip", "10.1.0.4", "hostname", "db-0")),
                                        "notReadyAddresses",
                                        List.of(Map.of("ip", "10.1.0.5")))));
        assertThat(shown.labels()).isEqualTo(Map.of("team", "a", "mooring.io/from-host", "true"));
        assertThat(shown.annotations()).isEmpty();
    }

    @Test
    void anotherTenantsCopyIsNeverShown() {
        var copy =
                object(
                        "{\"metadata\": {\"name\": \"db\", \"namespace\": \"infra\","
                                + " \"labels\": {\"mooring.io/managed-by\": \"other\"}}}");

        assertThat(SHOWN).allSatisfy(kind -> assertThat(kind.names(copy)).isEmpty());
    }

    private static String metadata() {
        return """
        {"name": "db", "namespace": "infra", "uid": "u1",
         "labels": {"team": "a", "endpoints.kubernetes.io/managed-by": "endpoint-controller",
                    "service.kubernetes.io/headless": ""},
         "annotations": {"endpoints.kubernetes.io/last-change-trigger-time": "now"}}\
        """;
    }

    private static KubeObject object(String json) {
        return KubeObject.parse(json);
    }
}
