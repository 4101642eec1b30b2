package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedNodesTest {
    @Test
    void whatIsThereIsNoProblem() {
        assertThat(notYet("{}")).isEmpty();
        assertThat(
                        notYet(
                                """
                                sync:
                                  toHost:
                                    ingresses: {enabled: true, patches: [{path: a, expression: value}]}
                                    networkPolicies: {enabled: true}
                                    podDisruptionBudgets: {enabled: true}
                                    serviceAccounts: {enabled: true}
                                    resourceClaims: {enabled: false}
                                    priorityClasses: {enabled: true}
                                    storageClasses: {enabled: true}
                                    persistentVolumes: {enabled: true}
                                    gatewayApi: {enabled: true, patches: [{path: a, expression: value}], tlsRoutes: {enabled: true}, referenceGrants: {enabled: "true"}}
                                    secrets: {all: true}
                                    endpointSlices: {enabled: false}
                                    pods: {enforceTolerations: [gpu], runtimeClassName: gvisor, hybridScheduling: {enabled: true, hostSchedulers: [gpu]}}
                                  fromHost:
                                    nodes: {enabled: true, syncBackChanges: true, patches: [{path: a, expression: value}], selector: {labels: {team: a}}}
                                    ingressClasses: {enabled: true, patches: [{path: a, expression: value}]}
                                    csiNodes: {enabled: true}
                                    gatewayClasses: {enabled: true}
                                    gateways:
                                      enabled: true
                                      mappings: {byName: {a/b: c/d}}
                                      selector: {matchLabels: {a: b}}
                                      allowedRoutes: {defaultVirtualNamespacePolicy: {from: All}}
                                      metadata: {exposeSourceGateway: true}
                                    secrets: {enabled: true, mappings: {byName: {a/b: c/d}}}
                                    customResources:
                                      widgets.example.com: {enabled: true, scope: Cluster}
                                networking: {replicateServices: {toHost: [{from: a/b, to: c}], fromHost: [{from: a/b, to: c/d}]}}
                                integrations: {metricsServer: {enabled: true, nodes: false}}
                                controlPlane: {coredns: {embedded: true}, advanced: {virtualScheduler: {enabled: true}}}
                                """))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsToldAllAtOnce() {
        assertThat(
                        notYet(
                                """
                                sync:
                                  toHost:
                                    gatewayApi: {referenceGrants: {enabled: "true", patches: [{path: a, expression: value}]}}
                                    resourceClaims: {enabled: true}
                                networking: {advanced: {fallbackHostCluster: true}}
                                integrations:
                                  certManager: {enabled: true}
                                  istio: {enabled: false}
                                """))
                .containsExactlyInAnyOrder(
                        "sync.toHost.gatewayApi.referenceGrants.enabled",
                        "sync.toHost.gatewayApi.referenceGrants.patches",
                        "networking.advanced.fallbackHostCluster",
                        "integrations.certManager.enabled");
    }

    @Test
    void devicesAreClaimedWhereTheHostSchedulesAndByTemplatesWhereClaimsGoOver() {
        assertThat(
                        notYet(
                                """
                                sync:
                                  toHost: {resourceClaims: {enabled: true}, resourceClaimTemplates: {enabled: true}}
                                  fromHost: {deviceClasses: {enabled: true}}
                                """))
                .isEmpty();
        assertThat(
                        notYet(
                                """
                                sync: {toHost: {resourceClaimTemplates: {enabled: true, patches: [{path: a, expression: value}]}}}
                                """))
                .containsExactly(
                        "sync.toHost.resourceClaimTemplates.enabled",
                        "sync.toHost.resourceClaimTemplates.patches");
        assertThat(
                        notYet(
                                """
                                sync: {toHost: {resourceClaims: {enabled: true}}, fromHost: {nodes: {enabled: true}}}
                                controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
                                """))
                .containsExactly("sync.toHost.resourceClaims.enabled");
    }

    @Test
    void servicesOfTheHostNeedWhatIsBehindThem() {
        var yaml =
                """
                sync: {toHost: {endpoints: {enabled: false}}}
                networking: {replicateServices: {fromHost: [{from: a/b, to: c/d}]}}
                """;

        assertThat(notYet(yaml)).containsExactly("sync.toHost.endpoints.enabled");
    }

    @Test
    void namesNeedTheDnsThatIsConfiguredHere() {
        var names = "networking: {resolveDNS: [{hostname: a.org, target: {ip: 192.0.2.1}}]}\n";

        assertThat(notYet(names)).isEmpty();
        assertThat(notYet(names + "controlPlane: {coredns: {enabled: false}}"))
                .containsExactly("networking.resolveDNS");
        assertThat(notYet(names + "controlPlane: {coredns: {overwriteConfig: '.:1053 {}'}}"))
                .containsExactly("networking.resolveDNS");
    }

    @Test
    void volumesNeedClaims() {
        var yaml =
                "sync: {toHost: {persistentVolumes: {enabled: true}, persistentVolumeClaims:"
                        + " {enabled: false}}}";

        assertThat(notYet(yaml)).containsExactly("sync.toHost.persistentVolumes.enabled");
    }

    @Test
    void whatTheRestDependsOnCannotBeSwitchedOff() {
        var yaml = "sync: {toHost: {services: {enabled: false}, pods: {enabled: false}}}";

        assertThat(SharedNodes.notYet(ConfigLoader.load(yaml).config()))
                .extracting(Problem::toString)
                .containsExactly(
                        "sync.toHost.pods.enabled: must not be false with shared nodes: what else"
                                + " is synced depends on it",
                        "sync.toHost.services.enabled: must not be false with shared nodes: what"
                                + " else is synced depends on it");
    }

    private static List<String> notYet(String yaml) {
        return SharedNodes.notYet(ConfigLoader.load(yaml).config()).stream()
                .map(Problem::path)
                .toList();
    }
}
