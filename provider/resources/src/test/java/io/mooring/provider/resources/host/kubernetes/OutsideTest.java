package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OutsideTest {

    @Test
    void aClusterWhoseTenantSeesNothingOfTheHostHasNothingOutsideOfItsNamespace() {
        assertThat(objects("{}")).isEmpty();
        assertThat(objects("{privateNodes: {enabled: true}}")).isEmpty();
        assertThat(
                        objects(
                                """
                                sync:
                                  fromHost:
                                    configMaps: {enabled: true, mappings: {byName: {"": own, tenants/a: b/c}}}
                                    nodes: {selector: {labels: {team: a}}}
                                """))
                .isEmpty();
    }

    @Test
    void itMayReadThatOfTheHostWhichItsTenantSeesAndNothingElse() {
        var objects =
                objects(
                        """
                        sync:
                          toHost:
                            customResources:
                              things.example.com/v2: {enabled: true}
                          fromHost:
                            nodes: {enabled: true}
                            ingressClasses: {enabled: true}
                            storageClasses: {enabled: "true"}
                            csiStorageCapacities: {enabled: "true"}
                            customResources:
                              widgets.example.com/v2: {enabled: true, scope: Cluster}
                              gadgets.example.com: {enabled: true, scope: Namespaced, mappings: {byName: {infra/g: a/b}}}
                            configMaps: {enabled: true, mappings: {byName: {infra/ca: a/b, infra/cb: a/c}}}
                            secrets: {enabled: true, mappings: {byName: {infra/*: a/*, infra/x: a/y}}}
                        """);

        assertThat(objects)
                .extracting(
                        KubeObject::kind,
                        KubeObject::namespace,
                        KubeObject::name,
                        OutsideTest::rules)
                .containsExactly(
                        tuple(
                                "ClusterRole",
                                "",
                                "mooring:tenants:shop",
                                """
                                ingressclasses.networking.k8s.io
                                storageclasses.storage.k8s.io
                                csistoragecapacities.storage.k8s.io
                                nodes
                                widgets.example.com
                                customresourcedefinitions.apiextensions.k8s.io [widgets.example.com, gadgets.example.com, things.example.com]\
                                """),
                        tuple("ClusterRoleBinding", "", "mooring:tenants:shop", ""),
                        tuple(
                                "Role",
                                "infra",
                                "mooring:tenants:shop",
                                """
                                configmaps [ca, cb]
                                secrets
                                gadgets.example.com [g]\
                                """),
                        tuple("RoleBinding", "infra", "mooring:tenants:shop", ""));
        assertThat(objects)
                .allSatisfy(
                        object -> assertThat(object.list("metadata", "ownerReferences")).isEmpty());
        assertThat(objects.get(1).map("roleRef"))
                .containsEntry("kind", "ClusterRole")
                .containsEntry("name", "mooring:tenants:shop");
        assertThat(objects.getLast().maps("subjects"))
                .containsExactly(
                        Map.of("kind", "ServiceAccount", "name", "shop", "namespace", "tenants"));
    }

    @Test
    void itMayKeepCopiesOfKindsWithoutNamespacesThatAreSwitchedOnAndNoOthers() {
        var role =
                objects(
                                "sync: {toHost: {priorityClasses: {enabled: true}, storageClasses:"
                                        + " {enabled: true}, persistentVolumes: {enabled: true}}}")
                        .getFirst();

        assertThat(role.name()).isEqualTo("mooring:tenants:shop");
        assertThat(role.maps("rules"))
                .containsExactly(
                        keeping("scheduling.k8s.io", "priorityclasses"),
                        keeping("storage.k8s.io", "storageclasses"),
                        keeping("", "persistentvolumes"));
    }

    @Test
    void aSchedulerOfItsOwnNeedsNoClassesOfTheHostWhereTenantsMakeThem() {
        var role =
                objects(
                                """
                                controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
                                sync: {toHost: {storageClasses: {enabled: true}}, fromHost: {nodes: {enabled: true}}}
                                """)
                        .getFirst();

        assertThat(role.maps("rules"))
                .filteredOn(rule -> rule.get("resources").equals(List.of("storageclasses")))
                .containsExactly(keeping("storage.k8s.io", "storageclasses"));
    }

    private static Map<String, Object> keeping(String group, String plural) {
        return Map.of(
                "apiGroups",
                List.of(group),
                "resources",
                List.of(plural),
                "verbs",
                List.of("list", "watch", "create", "update", "delete"));
    }

    @Test
    void itReadsServicesAndGatewaysThatItsTenantIsToHave() {
        var objects =
                objects(
                        """
                        sync:
                          toHost: {gatewayApi: {enabled: true}}
                          fromHost: {gateways: {enabled: true, mappings: {byName: {infra/*: edge/*}}}}
                        networking:
                          replicateServices:
                            toHost: [{from: shop/web, to: front}]
                            fromHost: [{from: infra/db, to: a/b}, {from: tenants/x, to: a/c}]
                        """);

        assertThat(objects)
                .extracting(KubeObject::kind, KubeObject::namespace)
                .containsExactly(
                        tuple("ClusterRole", ""),
                        tuple("ClusterRoleBinding", ""),
                        tuple("Role", "infra"),
                        tuple("RoleBinding", "infra"));
        assertThat(rules(objects.getFirst()).replace(".gateway.networking.k8s.io", ""))
                .isEqualTo(
                        """
                        gatewayclasses
                        customresourcedefinitions.apiextensions.k8s.io [httproutes, gateways, tlsroutes, backendtlspolicies, referencegrants, gatewayclasses]\
                        """);
        assertThat(rules(objects.get(2)))
                .isEqualTo(
                        """
                        services [db]
                        endpoints [db]
                        gateways.gateway.networking.k8s.io\
                        """);
    }

    @Test
    void aSchedulerOfItsOwnHasToKnowWhatOthersTakeAndWhereStorageIs() {
        var objects =
                objects(
                        """
                        controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
                        sync: {fromHost: {nodes: {enabled: true}}}
                        """);

        assertThat(rules(objects.getFirst()))
                .isEqualTo(
                        """
                        storageclasses.storage.k8s.io
                        csinodes.storage.k8s.io
                        csidrivers.storage.k8s.io
                        csistoragecapacities.storage.k8s.io
                        nodes
                        pods
                        persistentvolumes\
                        """);
    }

    @Test
    void whatNodesTakeIsReadOnlyWhereTheTenantSeesThemAsTheyAre() {
        var metrics = "integrations: {metricsServer: {enabled: true}}\n";
        var nodes = "sync: {fromHost: {nodes: {enabled: true}}}\n";

        assertThat(objects(metrics)).isEmpty();
        assertThat(objects(metrics + nodes).getFirst().maps("rules"))
                .contains(
                        Map.of(
                                "apiGroups", List.of("metrics.k8s.io"),
                                "resources", List.of("nodes"),
                                "verbs", List.of("get")))
                .hasSize(2);
    }

    @Test
    void theRulesOfTheClusterRoleAreAddedToReplacedAndSwitchedOff() {
        var rule = "[{apiGroups: [''], resources: [pods], verbs: [list, watch]}]";
        var nodes = "sync: {fromHost: {nodes: {enabled: true}}}\n";

        assertThat(rules(objects("rbac: {clusterRole: {extraRules: " + rule + "}}").getFirst()))
                .isEqualTo("pods");
        assertThat(
                        rules(
                                objects(
                                                nodes
                                                        + "rbac: {clusterRole: {overwriteRules: "
                                                        + rule
                                                        + "}}")
                                        .getFirst()))
                .isEqualTo("pods");
        assertThat(objects(nodes + "rbac: {clusterRole: {enabled: \"false\"}}")).isEmpty();
    }

    private static List<KubeObject> objects(String config) {
        return Outside.of(
                new Scope("shop", "tenants", "anchor", ConfigLoader.load(config).config()));
    }

    /// `RESOURCE.GROUP NAMES`, a rule a line; all may list and watch.
    private static String rules(KubeObject role) {
        return role.maps("rules").stream()
                .map(KubeObject::new)
                .map(rule -> {
                    assertThat(rule.list("verbs")).containsExactly("list", "watch");
                    var group = rule.list("apiGroups").getFirst().toString();
                    return rule.list("resources").getFirst()
                            + (group.isEmpty() ? "" : "." + group)
                            + rule.at("resourceNames").map(names -> " " + names).orElse("");
                })
                .collect(Collectors.joining("\n"));
    }
}
