package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccessObjectsTest {

    private static final String OWN_SECRET = "secrets shop-kubeconfig: get patch update";
    private static final String ALL = ": list watch create update delete";

    @Test
    void withPrivateNodesAControlPlaneMayWriteItsKubeconfigAndNothingElse() {
        var objects = objects("privateNodes: {enabled: true}");

        assertThat(rules(objects)).containsExactly(OWN_SECRET);
        assertThat(accounts(objects)).containsExactly("shop");
    }

    @Test
    void oneOfSeveralReplicasMayAlsoFillTheSecretThatTheyShare() {
        var objects =
                objects(
                        """
                        privateNodes: {enabled: true}
                        controlPlane:
                          backingStore: {etcd: {embedded: {enabled: true}}}
                          statefulSet: {highAvailability: {replicas: 3}}
                        """);

        assertThat(rules(objects)).containsExactly(OWN_SECRET, "secrets shop-shared: get update");
    }

    @Test
    void withSharedNodesItMayKeepCopiesInItsNamespaceAndTenantsPodsAreNobody() {
        var objects = objects("{}");

        assertThat(rules(objects))
                .containsExactly(
                        OWN_SECRET,
                        "pods" + ALL,
                        "services" + ALL,
                        "configmaps" + ALL,
                        "secrets" + ALL,
                        "endpoints" + ALL,
                        "endpointslices.discovery.k8s.io" + ALL,
                        "persistentvolumeclaims" + ALL,
                        "pods/ephemeralcontainers: update",
                        "pods/resize: update",
                        "pods/log: get",
                        "pods/exec: get create",
                        "pods/attach: get create",
                        "pods/portforward: get create",
                        "events: list watch",
                        "configmaps shop: get");
        assertThat(accounts(objects)).containsExactly("shop", "shop-workload");
        assertThat(objects)
                .extracting(KubeObject::kind)
                .doesNotContain("ClusterRole", "ClusterRoleBinding");
    }

    @Test
    void itMayNeitherReachIntoPodsNorReadEventsIfBothAreSwitchedOff() {
        var objects =
                objects(
                        """
                        sync: {fromHost: {events: {enabled: false}}}
                        networking: {advanced: {proxyKubelets: {byHostname: false, byIP: false}}}
                        """);

        assertThat(rules(objects))
                .noneMatch(rule -> rule.matches("(pods/(log|exec|attach|port)|events).*"));
    }

    @Test
    void itMayKeepCopiesOfCustomResourcesThatGoOver() {
        var objects =
                objects(
                        """
                        sync:
                          toHost:
                            customResources:
                              gadgets.example.com/v2: {enabled: true}
                              widgets.example.com: {enabled: false}
                        """);

        assertThat(rules(objects))
                .contains("gadgets.example.com" + ALL)
                .noneMatch(rule -> rule.contains("widgets"));
    }

    @Test
    void itReadsWhatPodsTakeIfItsTenantIsToSeeIt() {
        assertThat(rules(objects("integrations: {metricsServer: {enabled: true}}")))
                .contains("pods.metrics.k8s.io: get list");
    }

    @Test
    void aKindThatIsSwitchedOnOrOffTakesItsRightWithIt() {
        var objects =
                objects(
                        """
                        sync:
                          toHost:
                            endpoints: {enabled: false}
                            ingresses: {enabled: true}
                            serviceAccounts: {enabled: true}
                        controlPlane: {advanced: {workloadServiceAccount: {enabled: false}}}
                        """);

        assertThat(rules(objects))
                .contains("ingresses.networking.k8s.io" + ALL, "serviceaccounts" + ALL)
                .doesNotContain("endpoints" + ALL);
        assertThat(accounts(objects)).containsExactly("shop");
    }

    private static List<KubeObject> objects(String config) {
        return AccessObjects.of(
                new Scope("shop", "tenants", "anchor", ConfigLoader.load(config).config()));
    }

    private static List<String> accounts(List<KubeObject> objects) {
        return objects.stream()
                .filter(object -> object.kind().equals(ResourceKind.SERVICE_ACCOUNT.kind()))
                .map(KubeObject::name)
                .toList();
    }

    /// `RESOURCE.GROUP NAMES: VERBS`, a rule a line.
    private static List<String> rules(List<KubeObject> objects) {
        return objects.stream()
                .filter(object -> object.kind().equals(ResourceKind.ROLE.kind()))
                .flatMap(role -> role.maps("rules").stream())
                .map(KubeObject::new)
                .map(AccessObjectsTest::rule)
                .toList();
    }

    private static String rule(KubeObject rule) {
        var groups = texts(rule, "apiGroups");
        var names = texts(rule, "resourceNames");
        return texts(rule, "resources")
                + (groups.isEmpty() ? "" : "." + groups)
                + (names.isEmpty() ? "" : " " + names)
                + ": "
                + texts(rule, "verbs");
    }

    private static String texts(KubeObject rule, String key) {
        return String.join(" ", rule.list(key).stream().map(String::valueOf).toList());
    }
}
