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
                                    secrets: {all: true}
                                    endpoints: {enabled: false}
                                    pods: {enforceTolerations: [gpu], runtimeClassName: gvisor}
                                  fromHost:
                                    nodes: {enabled: true, selector: {labels: {team: a}}}
                                    ingressClasses: {enabled: true, patches: [{path: a, expression: value}]}
                                    csiNodes: {enabled: true}
                                    secrets: {enabled: true, mappings: {byName: {a/b: c/d}}}
                                    customResources:
                                      widgets.example.com: {enabled: true, scope: Cluster}
                                integrations: {metricsServer: {enabled: true, nodes: false}}
                                controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
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
                                    gatewayApi: {enabled: true}
                                    storageClasses: {enabled: true}
                                    pods: {hybridScheduling: {enabled: true}}
                                  fromHost:
                                    nodes: {enabled: true, syncBackChanges: true, patches: [{path: a, expression: value}]}
                                    gateways: {enabled: true, mappings: {byName: {a/b: c/d}}}
                                networking: {advanced: {fallbackHostCluster: true}}
                                integrations:
                                  certManager: {enabled: true}
                                  istio: {enabled: false}
                                """))
                .containsExactlyInAnyOrder(
                        "sync.toHost.gatewayApi.enabled",
                        "sync.toHost.storageClasses.enabled",
                        "sync.toHost.pods.hybridScheduling.enabled",
                        "sync.fromHost.nodes.patches",
                        "sync.fromHost.gateways.enabled",
                        "networking.advanced.fallbackHostCluster",
                        "integrations.certManager.enabled");
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
