package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EffectiveConfigTest {
    private static final List<String> ANY_MODE =
            List.of(
                    "global.imageRegistry: mirror.example.com",
                    "networking.podCIDR: 10.64.0.0/16",
                    "networking.serviceCIDR: 10.128.0.0/16",
                    "networking.advanced.clusterDomain: tenant.internal",
                    "controlPlane.proxy.extraSANs: [a.example.com, 10.0.0.1]",
                    "controlPlane.distro.k8s.image.tag: v1.33.1",
                    "controlPlane.distro.k8s.apiServer.extraArgs: ['--v=4', '-x: y', '# no', \"a\\nb \"]",
                    "controlPlane.distro.k8s.env: [{name: A, value: 'yes'}, {name: B, value: '1e3'}]",
                    "controlPlane.coredns.service.labels: {a: b}",
                    "controlPlane.advanced.registry.config: {a: [1, 2.5, null, true, ''], b: {}}",
                    "controlPlane.advanced.globalMetadata.annotations: {'a b': 'null', c: '~'}",
                    "exportKubeConfig.additionalSecrets: [{name: a, context: b}, {namespace: c}]",
                    "policies.resourceQuota.quota: {count/pods: 50, count/secrets: null}",
                    "policies.resourceQuota.enabled: true",
                    "policies.limitRange.default: {cpu: 2}",
                    "policies.networkPolicy.workload.publicEgress.except: []",
                    "policies.networkPolicy.workload.egress: [{to: [{podSelector: {}}]}]",
                    "plugins: {a: {image: 'x:1', config: {k: v}}}",
                    "telemetry.enabled: false",
                    "logging.encoding: json",
                    "snapshots: {auto: {schedule: '@daily', storage: {type: s3, s3: {url: 's3://b'}}}, encryption: {secretName: words}}",
                    "deletion.prevent: true",
                    "platform.apiKey.createRBAC: false",
                    "experimental.deploy.vcluster.manifests: \"a: b\\n---\\nc: 'd'\\n\"",
                    "experimental.docker.nodes: [{name: n1, ports: ['80:80']}]");

    private static final List<String> SHARED =
            List.of(
                    "sync.toHost.ingresses.enabled: true",
                    "sync.toHost.pods.translateImage: {'a:1': 'b:2'}",
                    "sync.toHost.pods.enforceTolerations: ['k=v:NoSchedule', {key: team, operator: Equal}]",
                    "sync.fromHost.nodes: {enabled: true, selector: {labels: {a: b}}}",
                    "sync.toHost.pods.patches: [{path: 'spec.x', labels: {}}]",
                    "networking.replicateServices.fromHost: [{from: a/b, to: c/d}]",
                    "sleep.auto.schedule: 0 20 * * 1-5",
                    "controlPlane.coredns.embedded: true",
                    "controlPlane.statefulSet.resources: {requests: {cpu: 100m}}",
                    "controlPlane.service.spec: {type: NodePort}",
                    "controlPlane.advanced.podDisruptionBudget: {enabled: true, minAvailable: 1}",
                    "controlPlane.statefulSet.labels: {empty: ''}",
                    "rbac.clusterRole.enabled: false");

    private static final List<String> PRIVATE =
            List.of(
                    "controlPlane.endpoint: '[fd00::1]:443'",
                    "controlPlane.coredns.deployment.replicas: 2",
                    "privateNodes.kubelet.config: {evictionHard: {memory.available: 100Mi}}",
                    "privateNodes.importNodeBinaries: false",
                    "privateNodes.autoUpgrade.nodeSelector: {gpu: ''}",
                    "privateNodes.autoUpgrade.enabled: false",
                    "privateNodes.joinNode.preJoinCommands: [\"echo 'hi' > /tmp/x\", 'true']",
                    "privateNodes.joinNode.containerd.registry.mirrors: {docker.io: {hosts: [{server: 'http://m:5000'}]}}",
                    "privateNodes.joinNode.containerd.registry.auth: {docker.io: {username: u, password: p}}",
                    "privateNodes.joinNode.nodeRegistration.taints: [{key: a/b, effect: NoExecute}]",
                    "privateNodes.autoNodes: [{provider: p, static: [{name: s, terminationGracePeriod: ''}], dynamic: [{name: d, limits: {cpu: 10}, nodeTypeSelector: [{property: x, operator: Exists}]}]}]",
                    "privateNodes.vpn: {enabled: true, nodeToNode: {enabled: true}}",
                    "deploy.kubeProxy.config.mode: nftables",
                    "deploy.cni.flannel.enabled: false",
                    "deploy.metallb: {enabled: true, ipAddressPool: {addresses: [192.168.1.1-192.168.1.9]}}",
                    "controlPlane.advanced.konnectivity.agent.replicas: 3");

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsPrintedLoadsAsTheSameConfiguration(long seed) {
        var yaml = randomConfig(new Random(seed));
        var config = Yaml.config(yaml);

        var printed = EffectiveConfig.toYaml(config);

        assertThat(Yaml.config(printed)).as("seed %s:\n%s", seed, yaml).isEqualTo(config);
        assertThat(EffectiveConfig.toYaml(Yaml.config(printed))).isEqualTo(printed);
    }

    @Test
    void defaultsArePrintedAndWhatHasNoEffectIsNot() {
        var printed =
                EffectiveConfig.toYaml(Yaml.config("controlPlane: {standalone: {enabled: true}}"));

        assertThat(printed)
                .contains("  podCIDR: 10.244.0.0/16\n", "  serviceCIDR: 10.96.0.0/12\n")
                .contains("    dataDir: /var/lib/mooring\n")
                .doesNotContain("sync:\n", "statefulSet:\n    high", "integrations:", "rbac:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embedded: true",
                "overwriteManifests: '{apiVersion: v1, kind: Service, metadata: {name: a}}'"
            })
    void whatTakesThePlaceOfPodsOfTheDnsIsPrintedWithoutWhatIsSaidOfThese(String setting) {
        var config = Yaml.config("controlPlane: {coredns: {" + setting + "}}");

        var printed = EffectiveConfig.toYaml(config);

        assertThat(printed).doesNotContain("memory: 170Mi");
        assertThat(Yaml.config(printed)).isEqualTo(config);
    }

    @Test
    void secretsArePrintedOnlyWhereTheyAreAskedFor() {
        var config =
                Yaml.config(
                        "controlPlane: {backingStore: {database: {external: {enabled: true,"
                                + " dataSource: hunter2}}}}");

        assertThat(EffectiveConfig.toYaml(config)).contains("dataSource: hunter2\n");
        assertThat(EffectiveConfig.toRedactedYaml(config))
                .contains("dataSource: \"***\"\n")
                .doesNotContain("hunter2");
    }

    private static String randomConfig(Random random) {
        var document = new Node.Obj();
        boolean own = random.nextBoolean();
        if (own) {
            var key = random.nextBoolean() ? "privateNodes" : "controlPlane.standalone";
            Tree.put(document, key + ".enabled", Node.Leaf.of(true));
        }
        for (var settings : List.of(ANY_MODE, own ? PRIVATE : SHARED)) {
            IntStream.range(0, settings.size())
                    .filter(_ -> random.nextInt(3) == 0)
                    .forEach(index -> put(document, settings.get(index)));
        }
        return YamlWriter.write(document);
    }

    private static void put(Node.Obj document, String setting) {
        var colon = setting.indexOf(": ");
        var value = YamlReader.read("v" + setting.substring(colon)).entries().get("v");
        Tree.put(document, setting.substring(0, colon), value);
    }
}
