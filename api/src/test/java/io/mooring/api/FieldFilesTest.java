package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files as people have them today load here.
final class FieldFilesTest {
    @ParameterizedTest
    @MethodSource({"privateFiles", "sharedFiles"})
    void aFileFromTheFieldLoads(String yaml) {
        assertThatCode(() -> ConfigLoader.load(yaml)).doesNotThrowAnyException();
    }

    static Stream<String> privateFiles() {
        return Stream.of(
                        "controlPlane: {service: {spec: {type: NodePort}}}\n"
                                + "networking: {podCIDR: 10.244.0.0/16}\n"
                                + "sync: {fromHost: {nodes: {enabled: false}}}\n"
                                + "deploy: {cni: {flannel: {enabled: true}},"
                                + " localPathProvisioner: {enabled: true}}",
                        "controlPlane: {advanced: {konnectivity: {server: {enabled: true,"
                                + " extraArgs: []}, agent: {enabled: true, replicas: 1}}}}",
                        "networking: {services: {cidr: 10.96.0.0/12}}",
                        "deploy: {kubeProxy: {enabled: true, config: {mode: ipvs}}}",
                        "deploy: {metallb: {enabled: true, ipAddressPool: {addresses:"
                                + " [192.168.1.100-192.168.1.200], l2Advertisement: true}}}",
                        "controlPlane: {service: {spec: {type: LoadBalancer,"
                                + " loadBalancerSourceRanges: [10.0.0.0/8, 172.16.0.0/12]},"
                                + " annotations: {example.com/internal: 'true'}}}\n"
                                + "networking: {podCIDR: 10.0.0.0/16}\n"
                                + "policies: {networkPolicy: {enabled: true, workload:"
                                + " {publicEgress: {enabled: false}, egress: [{to: [{podSelector:"
                                + " {}}]}]}}}",
                        "controlPlane: {service: {spec: {type: LoadBalancer, annotations:"
                                + " {example.com/internal: 'true'}}}}",
                        "deploy: {metricsServer: {enabled: true}}",
                        "networking: {podCIDR: 10.64.0.0/16, serviceCIDR: 10.128.0.0/16}\n"
                                + "controlPlane: {distro: {k8s: {image: {tag: v1.31.2}}}, service:"
                                + " {spec: {type: LoadBalancer}}}",
                        "controlPlane: {advanced: {virtualScheduler: {enabled: true}}}")
                .map(file -> "privateNodes: {enabled: true}\n" + file);
    }

    static Stream<String> sharedFiles() {
        return Stream.of(
                "privateNodes: {enabled: true, vpn: {enabled: true, nodeToNode: {enabled: true}}}",
                "privateNodes: {enabled: true, autoUpgrade: {enabled: true, concurrency: 1}}",
                "privateNodes: {enabled: true, joinNode: {containerd: {enabled: true}}}",
                "privateNodes: {enabled: true, cni: {flannel: {enabled: false}}}",
                "privateNodes: {enabled: true, kubelet: {config: {maxPods: 200,"
                        + " imageGCHighThresholdPercent: 85, imageGCLowThresholdPercent: 80,"
                        + " evictionHard: {memory.available: 100Mi, nodefs.available: 10%}}}}",
                "sync: {fromHost: {nodes: {enabled: false}, storageClasses: {enabled: auto}}}\n"
                        + "controlPlane: {backingStore: {database: {embedded: {enabled: true}}},"
                        + " statefulSet: {resources: {requests: {cpu: 200m, memory: 256Mi}}}}",
                "controlPlane: {coredns: {enabled: true, embedded: true}}",
                "policies: {resourceQuota: {enabled: true, quota: {requests.cpu: 10,"
                        + " requests.memory: 20Gi, limits.cpu: 20, count/pods: 20}}, limitRange:"
                        + " {enabled: true}}",
                "policies: {networkPolicy: {enabled: true, workload: {publicEgress: {enabled: true,"
                        + " cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12,"
                        + " 192.168.0.0/16]}}}}",
                "sync: {toHost: {pods: {enforceTolerations: [{key: team, operator: Equal, value:"
                        + " team-x, effect: NoSchedule}]}}}",
                "networking: {advanced: {proxyKubelets: {byHostname: true, byIP: true}}}",
                "controlPlane: {advanced: {globalMetadata: {annotations: {team: platform,"
                        + " environment: development}}}}");
    }

    @Test
    void theListOfWhatPrivateNodesCannotDoLoadsBecauseAllOfItIsSwitchedOff() {
        var loaded =
                ConfigLoader.load(
                        """
                        privateNodes:
                          enabled: true
                        sync:
                          services:
                            enabled: false
                          secrets:
                            enabled: false
                        integrations:
                          metricsServer:
                            enabled: false
                        networking:
                          replicateServices:
                            enabled: false
                        controlPlane:
                          distro:
                            k3s:
                              enabled: false
                            k8s:
                              enabled: true
                          coredns:
                            embedded: false
                          advanced:
                            virtualScheduler:
                              enabled: true
                            hostPathMapper:
                              enabled: false
                        sleepMode:
                          enabled: false
                        experimental:
                          isolatedControlPlane:
                            enabled: false
                        """);

        assertThat(loaded.warnings())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "sync.services",
                        "sync.secrets",
                        "networking.replicateServices.enabled",
                        "controlPlane.distro.k3s",
                        "controlPlane.advanced.hostPathMapper",
                        "sleepMode",
                        "experimental.isolatedControlPlane",
                        "controlPlane.endpoint");
    }

    @Test
    void everyKeyOfTheReferenceOfPrivateNodesHasItsPlace() {
        var nodes =
                Yaml.config(
                                """
                                privateNodes:
                                  enabled: true
                                  importNodeBinaries: true
                                  kubelet: {cgroupDriver: systemd}
                                  autoUpgrade:
                                    enabled: true
                                    image: upgrade:1
                                    imagePullPolicy: Always
                                    nodeSelector: {a: b}
                                    bundleRepository: https://bundles.example.com/releases
                                    binariesPath: /usr/local/bin
                                    cniBinariesPath: /opt/cni/bin
                                    concurrency: 2
                                  joinNode:
                                    preJoinCommands: [a]
                                    postJoinCommands: [b]
                                    containerd:
                                      enabled: true
                                      registry:
                                        configPath: /etc/containerd/certs.d
                                        mirrors:
                                          myregistry.io:5000:
                                            server: https://registry.example.com
                                            caCert: [/etc/ca.crt]
                                            skipVerify: true
                                            capabilities: [pull, resolve]
                                            hosts:
                                              - server: http://192.168.31.250:5000
                                                caCert: [/etc/ca.crt]
                                                skipVerify: true
                                                capabilities: [pull]
                                      importImages: [/images]
                                      pauseImage: pause:3.10
                                    caCertPath: /etc/kubernetes/pki/ca.crt
                                    skipPhases: [preflight]
                                    nodeRegistration:
                                      criSocket: unix:///run/containerd/containerd.sock
                                      kubeletExtraArgs: [{name: v, value: "4"}]
                                      taints: [{key: gpu, value: a100, effect: NoSchedule}]
                                      ignorePreflightErrors: [Swap]
                                      imagePullPolicy: IfNotPresent
                                """)
                        .privateNodes();

        assertThat(nodes.kubelet().config()).containsEntry("cgroupDriver", "systemd");
        assertThat(nodes.joinNode().containerd().registry().mirrors().get("myregistry.io:5000"))
                .extracting(mirror -> mirror.hosts().getFirst().server())
                .isEqualTo("http://192.168.31.250:5000");
        assertThat(nodes.joinNode().containerd().importImages()).containsExactly("/images");
        assertThat(nodes.joinNode().nodeRegistration().taints())
                .containsExactly(new JoinNode.Taint("gpu", "a100", "NoSchedule"));
        assertThat(nodes.autoUpgrade().bundleRepository())
                .isEqualTo("https://bundles.example.com/releases");
    }
}
