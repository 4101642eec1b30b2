package io.mooring.api;

import static io.mooring.api.RuleTable.shared;
import static io.mooring.api.RuleTable.withPrivateNodes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModeRulesTest {
    private static final String NO_SYNC =
            "is not supported with private nodes: workloads run on the cluster's own nodes, nothing"
                    + " is synced with a host cluster; remove it";
    private static final String OWN_NODES =
            "is not supported with shared nodes: it concerns nodes that belong to the virtual"
                    + " cluster; set privateNodes.enabled to true";
    private static final String NO_HOST =
            "is not supported in standalone mode: there is no host cluster to make it in; remove"
                    + " it";

    @ParameterizedTest
    @MethodSource("unsupported")
    void whatTheModeCannotDoIsAnErrorWithTheReason(RuleTable table) {
        table.holds();
    }

    static Stream<RuleTable> unsupported() {
        return Stream.concat(withOwnNodes(), withoutThem());
    }

    private static Stream<RuleTable> withOwnNodes() {
        return Stream.of(
                withPrivateNodes(
                        "sync: {toHost: {pods: {enabled: true}, ingresses: {enabled: true}}}",
                        "sync.toHost.pods: " + NO_SYNC,
                        "sync.toHost.ingresses: " + NO_SYNC),
                withPrivateNodes(
                        "sync: {fromHost: {nodes: {selector: {all: true}}}}",
                        "sync.fromHost.nodes.selector.all: " + NO_SYNC),
                withPrivateNodes(
                        "integrations: {metricsServer: {enabled: true}}",
                        "integrations.metricsServer: is not supported with private nodes:"
                                + " integrations depend on syncing; remove it"),
                withPrivateNodes(
                        "networking: {replicateServices: {toHost: [{from: a/b, to: c}]}}",
                        "networking.replicateServices.toHost: " + NO_SYNC),
                withPrivateNodes(
                        "networking: {resolveDNS: [{hostname: a.b, target: {ip: 1.2.3.4}}]}",
                        "networking.resolveDNS: " + NO_SYNC),
                withPrivateNodes(
                        "networking: {advanced: {fallbackHostCluster: true}}",
                        "networking.advanced.fallbackHostCluster: " + NO_SYNC),
                withPrivateNodes(
                        "controlPlane: {distro: {k3s: {enabled: true}}}",
                        "controlPlane.distro.k3s: is not supported (upstream Kubernetes is the only"
                                + " one); remove it"),
                withPrivateNodes(
                        "controlPlane: {coredns: {embedded: true}}",
                        "controlPlane.coredns.embedded: is not supported with private nodes: pods"
                                + " reach DNS through the CNI of their own nodes; remove it"),
                withPrivateNodes(
                        "controlPlane: {hostPathMapper: {enabled: true}}",
                        "controlPlane.hostPathMapper: " + NO_SYNC),
                withPrivateNodes(
                        "controlPlane: {advanced: {virtualScheduler: {enabled: false}}}",
                        "controlPlane.advanced.virtualScheduler.enabled: must not be false with"
                                + " private nodes: the virtual cluster places its workloads"
                                + " itself"),
                withPrivateNodes(
                        "controlPlane: {distro: {k8s: {scheduler: {enabled: false}}}}",
                        "controlPlane.distro.k8s.scheduler.enabled: must not be false with private"
                                + " nodes: the virtual cluster places its workloads itself"),
                withPrivateNodes(
                        "sleepMode: {enabled: true}",
                        "sleepMode: is not supported with private nodes: neither workloads on their"
                                + " own nodes nor their control plane can be put to sleep; remove"
                                + " it"),
                withPrivateNodes(
                        "sleep: {auto: {afterInactivity: 1h}}",
                        "sleep.auto.afterInactivity: is not supported with private nodes: neither"
                                + " workloads on their own nodes nor their control plane can be put"
                                + " to sleep; remove it"),
                withPrivateNodes(
                        "experimental: {isolatedControlPlane: {enabled: true}}",
                        "experimental.isolatedControlPlane: is not supported (privateNodes"
                                + " separates control plane and workloads); remove it"));
    }

    private static Stream<RuleTable> withoutThem() {
        return Stream.of(
                shared(
                        "controlPlane: {endpoint: 'a.example.com:443'}",
                        "controlPlane.endpoint: is not supported with shared nodes: it is where"
                                + " private nodes dial; set privateNodes.enabled to true"),
                shared(
                        "privateNodes: {kubelet: {config: {maxPods: 200}}}",
                        "privateNodes.kubelet.config.maxPods: " + OWN_NODES),
                shared(
                        "deploy: {csi: {kubeVirt: {enabled: true}}, metricsServer: {enabled: true},"
                                + " localPathProvisioner: {enabled: false}}",
                        "deploy.csi.kubeVirt: " + OWN_NODES,
                        "deploy.metricsServer: " + OWN_NODES),
                shared(
                        "controlPlane: {advanced: {konnectivity: {agent: {replicas: 2}}}}",
                        "controlPlane.advanced.konnectivity.agent.replicas: " + OWN_NODES),
                shared(
                        "controlPlane: {standalone: {dataDir: /data}}",
                        "controlPlane.standalone.dataDir: is not supported with shared nodes: set"
                                + " controlPlane.standalone.enabled to true"),
                shared(
                        "controlPlane: {advanced: {virtualScheduler: {enabled: true}}}",
                        "sync.fromHost.nodes.enabled: must be true while a scheduler of the virtual"
                                + " cluster is enabled: it places pods on the nodes it sees"),
                shared(
                        "controlPlane: {distro: {k8s: {enabled: false}}}",
                        "controlPlane.distro.k8s.enabled: must not be false: upstream Kubernetes is"
                                + " the only distribution"),
                shared(
                        "sleepMode: {enabled: true}",
                        "sleepMode: says that the cluster sleeps, but not when; set"
                                + " sleep.auto.afterInactivity or sleep.auto.schedule"),
                shared(
                        "controlPlane: {standalone: {enabled: true}, statefulSet: {labels: {a: b}},"
                                + " service: {spec: {type: NodePort}}}",
                        "controlPlane.statefulSet.labels.a: " + NO_HOST,
                        "controlPlane.service.spec.type: " + NO_HOST),
                shared(
                        "privateNodes: {enabled: false}\n"
                                + "controlPlane: {standalone: {enabled: true}}",
                        "privateNodes.enabled: must not be false in standalone mode: there is no"
                                + " host cluster whose nodes could be shared"));
    }

    @Test
    void whatIsSwitchedOffMayStandInAnyMode() {
        var off =
                """
                sync: {toHost: {pods: {enabled: false}}, fromHost: {csiNodes: {enabled: auto}}}
                integrations: {metricsServer: {enabled: false, nodes: true}}
                networking: {replicateServices: {toHost: [], fromHost: []}, resolveDNS: []}
                controlPlane:
                  coredns: {embedded: false}
                  hostPathMapper: {enabled: false, central: true}
                  service: {spec: {type: NodePort}}
                sleep: {auto: {afterInactivity: ""}}
                """;

        assertThat(Yaml.warnings(off + "privateNodes: {enabled: true}")).isEmpty();
        assertThat(Yaml.warnings(off + "privateNodes: {enabled: false, vpn: {enabled: true}}"))
                .isEmpty();
    }

    @Test
    void nodesThatCannotReachTheControlPlaneAreWorthAWarning() {
        assertThat(Yaml.warnings("privateNodes: {enabled: true}"))
                .containsExactly(
                        "controlPlane.endpoint: is not set and controlPlane.service.spec.type is"
                                + " ClusterIP: nodes outside the host cluster cannot join; set it,"
                                + " or the type NodePort or LoadBalancer");
    }

    @Test
    void whatIsInFrontOfTheServiceLetsNoNodesIn() {
        String front =
                """
                privateNodes: {enabled: true}
                controlPlane:
                  ingress: {enabled: true, host: a.example.com}
                  tlsRoute: {enabled: true, host: b.example.com, parentRefs: [{name: g}]}
                """;

        assertThat(Yaml.warnings(front))
                .singleElement()
                .asString()
                .startsWith("controlPlane.endpoint: is not set and");
        assertThat(Yaml.warnings(front + "  endpoint: b.example.com:443"))
                .containsExactly(
                        "controlPlane.endpoint: is the host of controlPlane.tlsRoute: nodes cannot"
                                + " join there, since they ask for a name of their own and that of"
                                + " this host alone is passed on; set it to an address of the"
                                + " Service");
        assertThat(Yaml.warnings(front + "  service: {spec: {type: NodePort}}")).isEmpty();
    }

    @Test
    void aFileForAnotherHostServesAHostThatIsStandaloneByItself() {
        var file =
                """
                privateNodes: {enabled: true}
                controlPlane: {service: {spec: {type: NodePort}}}
                """;

        var loaded = ConfigLoader.loadStandalone(file, "");

        assertThat(loaded.config().nodeMode()).isEqualTo(NodeMode.STANDALONE);
        assertThat(loaded.warnings())
                .containsExactly(
                        new Problem(
                                "controlPlane.service.spec.type",
                                "has no effect in standalone mode: there is no host cluster to make"
                                        + " it in"));
        var printed = EffectiveConfig.toYaml(loaded.config());
        assertThat(ConfigLoader.load(printed).config().nodeMode()).isEqualTo(NodeMode.STANDALONE);
    }

    @Test
    void aFileThatRefusesToBeStandaloneIsLeftAsItIs() {
        var loaded =
                ConfigLoader.loadStandalone("controlPlane: {standalone: {enabled: false}}", "");

        assertThat(loaded.config().nodeMode()).isEqualTo(NodeMode.SHARED);
    }
}
