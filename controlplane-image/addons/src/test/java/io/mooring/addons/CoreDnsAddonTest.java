package io.mooring.addons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.api.CoreDns;
import io.mooring.kube.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoreDnsAddonTest {
    private static final DnsPlace OWN = new DnsPlace.OwnNodes("shop.local", "10.96.0.10");
    private static final DnsPlace SHARED =
            new DnsPlace.SharedNodes("shop.local", "10.1.0.7", DnsNames.asTheyAre());

    private static final DnsPlace EMBEDDED =
            new DnsPlace.ControlPlane("shop.local", "10.1.0.7", DnsNames.asTheyAre(), "host.local");

    @Test
    void withoutAWordTheClusterGetsItsDns() {
        assertThat(addon("", OWN).objects().stream().map(it -> it.kind() + " " + it.name()))
                .containsExactly(
                        "ServiceAccount coredns",
                        "ClusterRole system:coredns",
                        "ClusterRoleBinding system:coredns",
                        "ConfigMap coredns",
                        "Service kube-dns",
                        "PodDisruptionBudget coredns",
                        "Deployment coredns");
        assertThat(addon("", OWN).objects())
                .allSatisfy(it ->
                        assertThat(it.labels()).containsEntry("mooring.io/add-on", "coredns"));
    }

    @Test
    void switchedOffItHasNoObjects() {
        var addon = addon("enabled: false", OWN);

        assertThat(addon.name()).isEqualTo("coredns");
        assertThat(addon.objects()).isEmpty();
    }

    @Test
    void podsOfOwnNodesFindItAtTheAddressThatKubeletsTellThem() {
        var service = object("Service", "", OWN);

        assertThat(service.text("spec", "clusterIP")).contains("10.96.0.10");
        assertThat(service.maps("spec", "ports"))
                .extracting(port -> port.get("port") + "/" + port.get("protocol"))
                .containsExactly("53/UDP", "53/TCP", "9153/TCP");
        assertThat(service.map("spec", "selector")).isEqualTo(podLabels("", OWN));
    }

    @Test
    void onSharedNodesTheApiGivesTheAddressAndNoClassOfTheHostIsAskedFor() {
        assertThat(object("Service", "", SHARED).at("spec", "clusterIP")).isEmpty();
        assertThat(pod("", SHARED).at("priorityClassName")).isEmpty();
        assertThat(pod("", OWN).text("priorityClassName")).contains("system-cluster-critical");
    }

    @Test
    void onSharedNodesNamesMayMeanAddressesOtherNamesAndServicesOfTheHost() {
        var names =
                new DnsNames(
                        List.of(
                                new DnsNames.Meaning.Other(
                                        "data.svc.shop.local",
                                        new DnsNames.Place.InHost("infra"),
                                        true),
                                new DnsNames.Meaning.Address("db.example.org", "192.0.2.1"),
                                new DnsNames.Meaning.Other(
                                        "a.example.org",
                                        new DnsNames.Place.Here("web.shop.svc.shop.local"),
                                        false)),
                        List.of("10.96.0.10"),
                        "cluster.local");
        var corefile =
                object("ConfigMap", "", new DnsPlace.SharedNodes("shop.local", "10.1.0.7", names))
                        .text("data", "Corefile")
                        .orElseThrow();

        assertThat(corefile)
                .contains(
                        """
                            hosts {
                                10.1.0.7 kubernetes.default.svc.shop.local
                                192.0.2.1 db.example.org
                                fallthrough
                            }
                            rewrite stop name exact a.example.org web.shop.svc.shop.local
                            rewrite stop name suffix .data.svc.shop.local .infra.svc.host.mooring.internal answer auto
                            forward host.mooring.internal 127.0.0.1:1053
                            kubernetes shop.local in-addr.arpa ip6.arpa {
                        """)
                .endsWith(
                        """
                            loadbalance
                        }

                        host.mooring.internal:1053 {
                            errors
                            rewrite stop name suffix .host.mooring.internal .cluster.local answer auto
                            forward . 10.96.0.10
                        }
                        """);
    }

    @Test
    void withinTheControlPlaneItHasNoPodsAndItsProcessReadsNamesAndAddressesAsAUser() {
        var addon = addon("embedded: true", EMBEDDED);

        assertThat(addon.objects().stream().map(it -> it.kind() + " " + it.name()))
                .containsExactly(
                        "ClusterRole system:coredns",
                        "ClusterRoleBinding system:coredns",
                        "Service kube-dns");
        assertThat(object("ClusterRoleBinding", "embedded: true", EMBEDDED).list("subjects"))
                .containsExactly(
                        Map.of(
                                "kind", "User",
                                "apiGroup", "rbac.authorization.k8s.io",
                                "name", "system:coredns"));
        assertThat(addon.objects().getLast()).isEqualTo(object("Service", "", SHARED));
        assertThat(addon.editable()).isEmpty();
    }

    @Test
    void theControlPlanesCorefileIsThatOfPodsButForItsCredentialAndWhatTheHostKnows() {
        var pods = Corefile.of(config(""), SHARED);

        assertThat(Corefile.of(config("embedded: true"), EMBEDDED))
                .isEqualTo(
                        pods.replace(
                                                """
                                                    health {
                                                        lameduck 5s
                                                    }
                                                    ready
                                                """,
                                                "    ready 127.0.0.1:8181\n")
                                        .replace(
                                                "        pods insecure\n        fallthrough in-addr.arpa ip6.arpa\n",
                                                "        kubeconfig {$KUBECONFIG}\n        pods insecure\n")
                                        .replace("    reload\n", "")
                                + "\nhost.local:1053 {\n}\n");
    }

    @Test
    void namesOfADomainThatBothClustersHaveAreTheTenants() {
        var alike =
                new DnsPlace.ControlPlane(
                        "shop.local", "10.1.0.7", DnsNames.asTheyAre(), "shop.local");

        assertThat(Corefile.of(config(""), alike)).endsWith("    loadbalance\n}\n");
    }

    @Test
    void itAnswersForTheClustersDomainOnAPortThatNeedsNoRight() {
        var corefile = corefile("");

        assertThat(corefile)
                .startsWith(".:1053 {")
                .contains("kubernetes shop.local in-addr.arpa ip6.arpa {");
        assertThat(container("").maps("ports"))
                .filteredOn(port -> String.valueOf(port.get("name")).startsWith("dns"))
                .extracting(port -> port.get("containerPort"))
                .containsOnly(1053);
    }

    @Test
    void onSharedNodesTheApisNameDoesNotLeadToTheHosts() {
        var shared = object("ConfigMap", "", SHARED).text("data", "Corefile").orElseThrow();

        assertThat(shared)
                .contains(
                        "        10.1.0.7 kubernetes.default.svc.shop.local\n        fallthrough\n");
        assertThat(corefile("")).doesNotContain("hosts").doesNotContain("#");
    }

    @Test
    void itsPodsRunByTheRestrictedProfileAndMayReadNothingButNamesAndAddresses() {
        assertThat(pod("", OWN).map("securityContext"))
                .containsEntry("runAsNonRoot", true)
                .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
        assertThat(container("").map("securityContext"))
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry(
                        "capabilities",
                        Map.of("drop", List.of("ALL"), "add", List.of("NET_BIND_SERVICE")));
        assertThat(readable("")).containsExactly("services", "namespaces", "endpointslices");
    }

    @Test
    void aCorefileThatAsksForPodsMayReadThem() {
        var asking = "overwriteConfig: \".:1053 {\\n kubernetes a.b {\\n  pods verified\\n }\\n}\"";

        assertThat(readable(asking))
                .containsExactly("services", "namespaces", "endpointslices", "pods");
    }

    @Test
    void aCorefileOfTheConfigurationIsTakenAsItIsAndHolds() {
        var addon = addon("overwriteConfig: '.:1053 { whoami }'", OWN);

        assertThat(corefile("overwriteConfig: '.:1053 { whoami }'")).isEqualTo(".:1053 { whoami }");
        assertThat(addon.editable()).isEmpty();
        assertThat(addon("", OWN).editable()).hasToString("[configmaps kube-system/coredns]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                               | ''                  | registry.k8s.io/coredns/coredns:v1.12.1
                    ''                               | mirror.example:5000/ | mirror.example:5000/coredns/coredns:v1.12.1
                    deployment: {image: 'my/dns:2'}  | mirror.example      | my/dns:2
                    """)
    void theImageComesFromWhereTheConfigurationSays(String yaml, String registry, String image) {
        var deployment = last(CoreDnsAddon.of(config(yaml), registry, OWN));

        assertThat(deployment.maps("spec", "template", "spec", "containers"))
                .singleElement()
                .extracting(container -> container.get("image"))
                .isEqualTo(image);
    }

    @Test
    void theImageOfLocalClustersIsOfTheVersionThatIsAskedFor() throws IOException {
        var module = root().resolve("tools/upstream/coredns/go.mod");

        assertThat(Files.readString(module))
                .contains("github.com/coredns/coredns " + CoreDnsAddon.VERSION + "\n");
    }

    @Test
    void whatTheConfigurationSaysOfPodsAndServiceIsLaidOverOurs() {
        var yaml =
                """
                priorityClassName: dns
                security:
                  podSecurityContext: {runAsUser: 7}
                  containerSecurityContext: {readOnlyRootFilesystem: false}
                service:
                  spec: {type: NodePort, clusterIP: 10.96.0.11}
                  labels: {a: service}
                  annotations: {b: service}
                deployment:
                  replicas: 2
                  nodeSelector: {disk: fast}
                  tolerations: [{operator: Exists}]
                  affinity: {nodeAffinity: {}}
                  topologySpreadConstraints: [{maxSkew: 1}]
                  resources: {limits: {memory: 1Gi}, requests: {cpu: 5m}}
                  labels: {a: deployment}
                  annotations: {b: deployment}
                  pods: {labels: {a: pod}, annotations: {b: pod}}
                """;

        var deployment = object("Deployment", yaml, OWN);
        var service = object("Service", yaml, OWN);

        assertThat(deployment.text("spec", "replicas")).contains("2");
        assertThat(deployment.labels()).containsEntry("a", "deployment").containsKey("k8s-app");
        assertThat(deployment.annotations()).containsEntry("b", "deployment");
        assertThat(podLabels(yaml, OWN)).containsEntry("a", "pod").containsKey("k8s-app");
        assertThat(deployment.texts("spec", "template", "metadata", "annotations"))
                .containsEntry("b", "pod");
        assertThat(service.labels()).containsEntry("a", "service").containsKey("k8s-app");
        assertThat(service.annotations()).containsEntry("b", "service");
        assertThat(service.text("spec", "type")).contains("NodePort");
        assertThat(service.text("spec", "clusterIP")).contains("10.96.0.11");
        var pod = pod(yaml, OWN);
        assertThat(pod.text("priorityClassName")).contains("dns");
        assertThat(pod.map("nodeSelector"))
                .isEqualTo(Map.of("kubernetes.io/os", "linux", "disk", "fast"));
        assertThat(pod.list("tolerations")).containsExactly(Map.of("operator", "Exists"));
        assertThat(pod.map("affinity")).containsOnlyKeys("nodeAffinity");
        assertThat(pod.list("topologySpreadConstraints")).containsExactly(Map.of("maxSkew", 1));
        assertThat(pod.map("securityContext"))
                .containsEntry("runAsUser", 7)
                .containsEntry("runAsGroup", 65532);
        assertThat(container(yaml).map("securityContext"))
                .containsEntry("readOnlyRootFilesystem", false)
                .containsEntry("allowPrivilegeEscalation", false);
        assertThat(container(yaml).text("resources", "requests", "cpu")).contains("5m");
        assertThat(container(yaml).text("resources", "limits", "memory")).contains("1Gi");
    }

    @Test
    void manifestsOfTheConfigurationTakeThePlaceOfOurs() {
        var yaml =
                """
                overwriteManifests: |
                  apiVersion: v1
                  kind: Service
                  metadata: {name: kube-dns}
                  spec: {clusterIP: 10.96.0.10}
                  ---
                  apiVersion: apps/v1
                  kind: DaemonSet
                  metadata: {name: dns, namespace: net}
                """;

        var addon = addon(yaml, OWN);

        assertThat(addon.objects().stream().map(Addon::ref))
                .extracting(Object::toString)
                .containsExactly("services kube-system/kube-dns", "daemonsets net/dns");
        assertThat(addon.objects())
                .allSatisfy(it ->
                        assertThat(it.labels()).containsEntry("mooring.io/add-on", "coredns"));
        assertThat(addon.editable()).isEmpty();
    }

    @Test
    void aManifestThatCannotBeKeptIsRefusedWithTheReason() {
        var yaml =
                "overwriteManifests: '{apiVersion: example.com/v1, kind: Dns, metadata: {name: d}}'";

        assertThatThrownBy(() -> addon(yaml, OWN))
                .isInstanceOf(AddonException.class)
                .hasMessage(
                        "keeping Dns d in the cluster: there is no way to do so with the kind Dns of example.com/v1; apply it yourself");
    }

    private static CoreDns config(String yaml) {
        return ConfigLoader.load("controlPlane:\n  coredns:\n" + yaml.indent(4))
                .config()
                .controlPlane()
                .coredns();
    }

    private static Addon addon(String yaml, DnsPlace place) {
        return CoreDnsAddon.of(config(yaml), "", place);
    }

    private static KubeObject object(String kind, String yaml, DnsPlace place) {
        return addon(yaml, place).objects().stream()
                .filter(it -> it.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static KubeObject last(Addon addon) {
        return addon.objects().getLast();
    }

    private static KubeObject pod(String yaml, DnsPlace place) {
        return new KubeObject(object("Deployment", yaml, place).map("spec", "template", "spec"));
    }

    private static Map<String, Object> podLabels(String yaml, DnsPlace place) {
        return object("Deployment", yaml, place).map("spec", "template", "metadata", "labels");
    }

    private static KubeObject container(String yaml) {
        return new KubeObject(pod(yaml, OWN).maps("containers").getFirst());
    }

    private static String corefile(String yaml) {
        return object("ConfigMap", yaml, OWN).text("data", "Corefile").orElseThrow();
    }

    private static List<String> readable(String yaml) {
        var rules = object("ClusterRole", yaml, OWN).maps("rules");
        assertThat(rules)
                .allSatisfy(
                        rule -> assertThat(rule).containsEntry("verbs", List.of("list", "watch")));
        return rules.stream()
                .flatMap(rule -> ((List<?>) rule.getOrDefault("resources", List.of())).stream())
                .map(String::valueOf)
                .toList();
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(path -> path != null)
                .filter(path -> Files.exists(path.resolve("ARCHITECTURE.md")))
                .findFirst()
                .orElseThrow();
    }
}
