package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigChangeTest {
    private static final String NODES = "privateNodes: {enabled: true}\n";
    private static final String NEW_CLUSTER =
            "is not allowed to be changed; make a new cluster with the other value";
    private static final String BESIDE = "it is an object beside the control plane";
    private static final String STARTS = "the control plane reads it when it starts";

    private record Case(String old, String next, ChangeVerdict... verdicts) {
        @Override
        public String toString() {
            return verdicts[0].toString();
        }
    }

    @ParameterizedTest
    @MethodSource({"inPlace", "rolls", "replacements", "refusals"})
    void everyChangeHasItsVerdict(Case change) {
        assertThat(judge(change.old(), change.next())).containsExactly(change.verdicts());
    }

    /// A server is restarted where what it reads at its start has changed.
    @ParameterizedTest
    @MethodSource({"inPlace", "rolls"})
    void onlyWhatIsInPlaceRestartsNothing(Case change) {
        boolean restarts =
                !EffectiveConfig.readAtStart(Yaml.config(change.old()))
                        .equals(EffectiveConfig.readAtStart(Yaml.config(change.next())));

        assertThat(List.of(change.verdicts()))
                .allMatch(it -> it instanceof ChangeVerdict.InPlace != restarts);
    }

    static Stream<Case> inPlace() {
        var why = "node pools follow while the control plane runs on";
        return Stream.of(
                new Case(
                        NODES,
                        pools("static: [{name: a, quantity: 1}]"),
                        new ChangeVerdict.InPlace("privateNodes.autoNodes", why)),
                new Case(
                        pools("static: [{name: a, quantity: 1}]"),
                        pools("static: [{name: a, quantity: 5}]"),
                        new ChangeVerdict.InPlace(
                                "privateNodes.autoNodes[0].static[0].quantity", why)),
                new Case(
                        pools("dynamic: [{name: a, limits: {cpu: 10}}]"),
                        pools("dynamic: [{name: a, limits: {cpu: 20, memory: 1Gi}}]"),
                        new ChangeVerdict.InPlace(
                                "privateNodes.autoNodes[0].dynamic[0].limits.cpu", why),
                        new ChangeVerdict.InPlace(
                                "privateNodes.autoNodes[0].dynamic[0].limits.memory", why)),
                new Case(
                        "",
                        "controlPlane: {service: {spec: {type: LoadBalancer}}}",
                        new ChangeVerdict.InPlace("controlPlane.service.spec.type", BESIDE)),
                new Case(
                        front("annotations: {a: b}"),
                        front("annotations: {a: c}"),
                        new ChangeVerdict.InPlace("controlPlane.ingress.annotations.a", BESIDE)),
                new Case(
                        "",
                        "policies: {resourceQuota: {quota: {count/pods: 30}}}",
                        new ChangeVerdict.InPlace(
                                "policies.resourceQuota.quota.count/pods", BESIDE)),
                new Case(
                        "",
                        "networking: {podCIDR: 10.64.0.0/16}",
                        new ChangeVerdict.InPlace(
                                "networking.podCIDR", "pods get addresses of the host cluster")));
    }

    static Stream<Case> rolls() {
        return Stream.of(
                new Case(
                        "",
                        "controlPlane: {proxy: {extraSANs: [a.example.com]}}",
                        new ChangeVerdict.ControlPlaneRoll("controlPlane.proxy.extraSANs", STARTS)),
                new Case(
                        NODES,
                        NODES + "controlPlane: {endpoint: 'a.example.com:443'}",
                        new ChangeVerdict.ControlPlaneRoll(
                                "controlPlane.endpoint",
                                "certificates are made for the new one; nodes that have joined dial"
                                        + " the old one until they join again")),
                new Case(
                        front("host: a.example.com"),
                        front("host: b.example.com"),
                        new ChangeVerdict.ControlPlaneRoll("controlPlane.ingress.host", STARTS)),
                new Case(
                        etcd(1),
                        etcd(3),
                        new ChangeVerdict.ControlPlaneRoll(
                                ReplicaChange.PATH,
                                "the replica that is there becomes the first, and the others join"
                                        + " it")),
                new Case(
                        version("v1.33.4"),
                        version("v1.34.1"),
                        new ChangeVerdict.ControlPlaneRoll(
                                "controlPlane.distro.k8s.image.tag", STARTS)),
                new Case(
                        version("v1.34.4"),
                        version("v1.34.1"),
                        new ChangeVerdict.ControlPlaneRoll(
                                "controlPlane.distro.k8s.image.tag", STARTS)));
    }

    private static String front(String ingress) {
        return "controlPlane: {ingress: {" + ingress + "}}";
    }

    static Stream<Case> replacements() {
        return Stream.of(
                new Case(
                        NODES,
                        NODES + "networking: {podCIDR: 10.64.0.0/16, serviceCIDR: 10.128.0.0/16}",
                        new ChangeVerdict.Replace(
                                "networking.serviceCIDR", "every service has an address of it"),
                        new ChangeVerdict.Replace(
                                "networking.podCIDR", "every node and pod has an address of it")),
                new Case(
                        "",
                        "networking: {advanced: {clusterDomain: tenant.internal}}",
                        new ChangeVerdict.Replace(
                                "networking.advanced.clusterDomain",
                                "certificates, kubelets and pods hold names in it")),
                new Case(
                        "controlPlane: {standalone: {enabled: true}}",
                        "controlPlane: {standalone: {enabled: true, dataDir: /data}}",
                        new ChangeVerdict.Replace(
                                "controlPlane.standalone.dataDir",
                                "the state of the cluster is there")));
    }

    static Stream<Case> refusals() {
        var vpn = NODES.replace("true", "true, vpn: {enabled: true, nodeToNode: {enabled: true}}");
        return Stream.of(
                new Case(
                        NODES,
                        vpn,
                        new ChangeVerdict.Refused("privateNodes.vpn.enabled", NEW_CLUSTER),
                        new ChangeVerdict.Refused(
                                "privateNodes.vpn.nodeToNode.enabled", NEW_CLUSTER)),
                new Case(
                        "",
                        "sync: {toHost: {namespaces: {enabled: true, mappingsOnly: true, mappings:"
                                + " {byName: {a: b}}, patches: [{path: x, labels: {}}]}}}",
                        new ChangeVerdict.Refused("sync.toHost.namespaces.enabled", NEW_CLUSTER),
                        new ChangeVerdict.Refused("sync.toHost.namespaces.patches", NEW_CLUSTER),
                        new ChangeVerdict.Refused(
                                "sync.toHost.namespaces.mappings.byName.a", NEW_CLUSTER),
                        new ChangeVerdict.Refused(
                                "sync.toHost.namespaces.mappingsOnly", NEW_CLUSTER)),
                new Case(
                        etcd(3),
                        etcd(1),
                        new ChangeVerdict.Refused(
                                ReplicaChange.PATH,
                                "only one replica with an embedded etcd can become several; restore"
                                        + " a snapshot into a new cluster with the other number")),
                new Case(
                        withoutVolume(etcd(1)),
                        withoutVolume(etcd(3)),
                        new ChangeVerdict.Refused(
                                ReplicaChange.PATH,
                                "the data of the one replica would not outlive its restart, which"
                                        + " this takes; restore a snapshot into a new cluster with"
                                        + " the other number")),
                new Case(
                        "",
                        "controlPlane: {statefulSet: {persistence: {volumeClaim: {size: 10Gi}}}}",
                        new ChangeVerdict.Refused(
                                "controlPlane.statefulSet.persistence.volumeClaim.size",
                                "the volumes of a StatefulSet are fixed; restore a snapshot into a"
                                        + " new cluster")),
                new Case(
                        version("v1.34.4"),
                        version("v1.33.9"),
                        new ChangeVerdict.Refused(
                                "controlPlane.distro.k8s.image.tag",
                                "from v1.34.4 to v1.33.9: Kubernetes cannot go back; restore a"
                                        + " snapshot into a new cluster")),
                new Case(
                        version("v1.32.0"),
                        "controlPlane: {distro: {k8s: {version: v1.34.4}}}",
                        new ChangeVerdict.Refused(
                                "controlPlane.distro.k8s.version",
                                "from v1.32.0 to v1.34.4: Kubernetes takes one minor version at a"
                                        + " time; go to 1.33 first"),
                        new ChangeVerdict.ControlPlaneRoll(
                                "controlPlane.distro.k8s.image.tag", STARTS)));
    }

    @Test
    void anotherModeIsAnotherCluster() {
        assertThat(judge("", NODES))
                .contains(
                        new ChangeVerdict.Replace(
                                "privateNodes.enabled", "workloads would move to other nodes"));
        assertThat(judge(NODES, "controlPlane: {standalone: {enabled: true}}"))
                .contains(
                        new ChangeVerdict.Replace(
                                "controlPlane.standalone.enabled", "the control plane would move"));
    }

    @ParameterizedTest
    @EnumSource
    void noStoreTakesTheDataOfAnotherAlong(StoreKind before) {
        for (var after : StoreKind.values()) {
            var move = "from " + before.phrase() + " to " + after.phrase();
            var expected =
                    before == after
                            ? List.of()
                            : List.of(
                                    new ChangeVerdict.Refused(
                                            "controlPlane.backingStore",
                                            move
                                                    + " would lose the state of the cluster;"
                                                    + " restore a snapshot into a new cluster with"
                                                    + " the other store"));

            assertThat(judge(store(before), store(after))).as(move).isEqualTo(expected);
        }
    }

    @Test
    void whatHasNoEffectIsNoChange() {
        assertThat(judge(NODES, NODES)).isEmpty();
        assertThat(judge("", "privateNodes: {enabled: false, vpn: {enabled: true}}")).isEmpty();
        assertThat(
                        judge(
                                "networking: {services: {cidr: 10.1.0.0/16}}",
                                "networking: {serviceCIDR: 10.1.0.0/16}"))
                .isEmpty();
    }

    @Test
    void reasonsNeverQuoteSecrets() {
        var old =
                "controlPlane: {backingStore: {database: {external: {enabled: true, dataSource: hunter1}}}}";

        var verdicts = judge(old, old.replace("hunter1", "hunter2"));

        assertThat(verdicts)
                .containsExactly(
                        new ChangeVerdict.ControlPlaneRoll(
                                "controlPlane.backingStore.database.external.dataSource", STARTS));
    }

    private static List<ChangeVerdict> judge(String old, String next) {
        return ConfigChange.judge(Yaml.config(old), Yaml.config(next));
    }

    private static String withoutVolume(String config) {
        return config.replace(
                "statefulSet: {", "statefulSet: {persistence: {volumeClaim: {enabled: false}}, ");
    }

    private static String etcd(int replicas) {
        return NODES
                + "controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}},"
                + " statefulSet: {highAvailability: {replicas: "
                + replicas
                + "}}}";
    }

    private static String pools(String pools) {
        return "privateNodes: {enabled: true, autoNodes: [{provider: p, " + pools + "}]}";
    }

    private static String version(String tag) {
        return "controlPlane: {distro: {k8s: {image: {tag: " + tag + "}}}}";
    }

    private static String store(StoreKind kind) {
        var settings =
                switch (kind) {
                    case EMBEDDED_DATABASE -> "database: {embedded: {enabled: true}}";
                    case EXTERNAL_DATABASE ->
                            "database: {external: {enabled: true, dataSource: x}}";
                    case EMBEDDED_ETCD -> "etcd: {embedded: {enabled: true}}";
                    case DEPLOYED_ETCD -> "etcd: {deploy: {enabled: true}}";
                    case EXTERNAL_ETCD -> "etcd: {external: {enabled: true, endpoint: x}}";
                };
        return "controlPlane: {backingStore: {" + settings + "}}";
    }
}
