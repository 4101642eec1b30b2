package io.mooring.api;

import static io.mooring.api.RuleTable.withPrivateNodes;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeRulesTest {
    private static final String REGISTRATION = "privateNodes.joinNode.nodeRegistration";
    private static final String REGISTRY = "privateNodes.joinNode.containerd.registry";

    @ParameterizedTest
    @MethodSource({"joining", "upgrades", "components"})
    void aBadSettingOfNodesIsAnErrorThatSaysWhatIsRight(RuleTable table) {
        table.holds();
    }

    static Stream<RuleTable> joining() {
        return Stream.of(
                withPrivateNodes(
                        "privateNodes: {joinNode: {nodeRegistration: {taints: [{key: gpu, value:"
                                + " 'a b', effect: NoExecut}, {key: '', effect: NoSchedule}, {key:"
                                + " a}]}}}",
                        REGISTRATION
                                + ".taints[0].value: must be a label value (letters, digits, - _ ."
                                + " and at most 63 of them), but is \"a b\"",
                        REGISTRATION
                                + ".taints[0].effect: must be one of NoSchedule, PreferNoSchedule,"
                                + " NoExecute, but is \"NoExecut\" (did you mean NoExecute?)",
                        REGISTRATION
                                + ".taints[1].key: must be a name like example.com/dedicated, but"
                                + " is \"\"",
                        REGISTRATION
                                + ".taints[2].effect: must be NoSchedule, PreferNoSchedule or"
                                + " NoExecute, but is empty"),
                withPrivateNodes(
                        "privateNodes: {nodeIdentity: {aws: {enabled: true, certificates: [text]},"
                                + " gcp: {keysUrl: here}}}",
                        "privateNodes.nodeIdentity.aws.certificates[0]: must be a certificate in"
                                + " PEM (-----BEGIN CERTIFICATE-----)",
                        "privateNodes.nodeIdentity.gcp.keysUrl: must be a URL, but is \"here\""),
                withPrivateNodes(
                        "privateNodes: {joinNode: {nodeRegistration: {taints: [{key: a, effect:"
                                + " NoSchedule}, {key: a, value: b, effect: NoSchedule}]}}}",
                        REGISTRATION + ".taints[1]: repeats the taint a:NoSchedule"),
                withPrivateNodes(
                        "privateNodes: {joinNode: {nodeRegistration: {imagePullPolicy: always,"
                                + " kubeletExtraArgs: [{name: --v, value: '4'}, {value: x}]}}}",
                        REGISTRATION
                                + ".imagePullPolicy: must be one of Always, IfNotPresent, Never,"
                                + " but is \"always\" (did you mean Always?)",
                        REGISTRATION
                                + ".kubeletExtraArgs[0].name: must be the name of a flag without"
                                + " its dashes, but is \"--v\"",
                        REGISTRATION
                                + ".kubeletExtraArgs[1].name: must be the name of a flag without"
                                + " its dashes, but is \"\""),
                withPrivateNodes(
                        "privateNodes: {joinNode: {caCertPath: ca.crt, containerd: {registry:"
                                + " {mirrors: {docker.io: {server: registry:5000, capabilities:"
                                + " [pul], hosts: [{skipVerify: true}, {server: 'ftp://a'}]}},"
                                + " auth: {docker.io: {username: u}}}}}}",
                        "privateNodes.joinNode.caCertPath: must be an absolute path, but is"
                                + " \"ca.crt\"",
                        REGISTRY
                                + ".mirrors[\"docker.io\"].server: must be a URL like"
                                + " https://mirror.example.com:5000, but is \"registry:5000\"",
                        REGISTRY
                                + ".mirrors[\"docker.io\"].capabilities[0]: must be one of pull,"
                                + " resolve, push, but is \"pul\"",
                        REGISTRY + ".mirrors[\"docker.io\"].hosts[0].server: must be set",
                        REGISTRY
                                + ".mirrors[\"docker.io\"].hosts[1].server: must be a URL like"
                                + " https://mirror.example.com:5000, but is \"ftp://a\"",
                        REGISTRY
                                + ".auth[\"docker.io\"]: must have both username and password, or"
                                + " neither"));
    }

    static Stream<RuleTable> upgrades() {
        return Stream.of(
                withPrivateNodes(
                        "privateNodes: {autoUpgrade: {concurrency: 0, binariesPath: bin,"
                                + " cniBinariesPath: cni, bundleRepository: here, imagePullPolicy:"
                                + " Sometimes, nodeSelector: {a/b/c: x}}}",
                        "privateNodes.autoUpgrade.concurrency: must be 1 or more, but is 0",
                        "privateNodes.autoUpgrade.binariesPath: must be an absolute path, but is"
                                + " \"bin\"",
                        "privateNodes.autoUpgrade.cniBinariesPath: must be an absolute path, but is"
                                + " \"cni\"",
                        "privateNodes.autoUpgrade.bundleRepository: must be a URL, but is"
                                + " \"here\"",
                        "privateNodes.autoUpgrade.imagePullPolicy: must be one of Always,"
                                + " IfNotPresent, Never, but is \"Sometimes\"",
                        "privateNodes.autoUpgrade.nodeSelector.a/b/c: must be named like"
                                + " example.com/pool, but is named \"a/b/c\""),
                withPrivateNodes(
                        "privateNodes: {kubelet: {config: {kind: KubeletConfiguration, maxPods: 0,"
                                + " imageGCHighThresholdPercent: 80, imageGCLowThresholdPercent:"
                                + " 85}}}",
                        "privateNodes.kubelet.config.kind: is set by us; list only the fields of"
                                + " the KubeletConfiguration",
                        "privateNodes.kubelet.config.maxPods: must be a whole number above 0, but"
                                + " is 0",
                        "privateNodes.kubelet.config.imageGCLowThresholdPercent: must be less than"
                                + " imageGCHighThresholdPercent 80, but is 85"),
                withPrivateNodes(
                        "privateNodes: {vpn: {nodeToNode: {enabled: true}}, daemon:"
                                + " {controlPlaneLoadBalancer: {port: 0}}}",
                        "privateNodes.vpn.nodeToNode.enabled: needs privateNodes.vpn.enabled",
                        "privateNodes.daemon.controlPlaneLoadBalancer.port: must be a port from 1"
                                + " to 65535, but is 0"));
    }

    static Stream<RuleTable> components() {
        return Stream.of(
                withPrivateNodes(
                        "deploy: {kubeProxy: {config: {mode: iptable, kind: X}, imagePullPolicy:"
                                + " x}, localPathProvisioner: {nodePath: data}}",
                        "deploy.kubeProxy.config.mode: must be one of iptables, ipvs, nftables, but"
                                + " is \"iptable\" (did you mean iptables?)",
                        "deploy.kubeProxy.config.kind: is set by us; list only the fields of the"
                                + " KubeProxyConfiguration",
                        "deploy.kubeProxy.imagePullPolicy: must be one of Always, IfNotPresent,"
                                + " Never, but is \"x\"",
                        "deploy.localPathProvisioner.nodePath: must be an absolute path, but is"
                                + " \"data\""),
                withPrivateNodes(
                        "deploy: {csi: {kubeVirt: {enabled: true}}}",
                        "deploy.csi.kubeVirt.storageClass.default: must be false while"
                                + " deploy.localPathProvisioner is enabled: there is one default"
                                + " storage class"),
                withPrivateNodes(
                        "controlPlane: {advanced: {konnectivity: {server: {enabled: false}, agent:"
                                + " {enabled: true, replicas: 0}}}}",
                        "controlPlane.advanced.konnectivity.agent.replicas: must be 1 or more, but"
                                + " is 0",
                        "controlPlane.advanced.konnectivity.agent.enabled: needs"
                                + " controlPlane.advanced.konnectivity.server.enabled"),
                withPrivateNodes(
                        "controlPlane: {advanced: {cloudControllerManager: {kubeOvn: {enabled:"
                                + " true, podRoutes: {enabled: true}}}, kubeVip: {enabled: true,"
                                + " gateway: 10.0.0.1}}}",
                        "controlPlane.advanced.cloudControllerManager.kubeOvn.vpc: must be set",
                        "controlPlane.advanced.cloudControllerManager.kubeOvn.loadBalancers.externalSubnet:"
                                + " must be set",
                        "controlPlane.advanced.cloudControllerManager.kubeOvn.loadBalancers.backendSubnet:"
                                + " must be set while podRoutes is enabled",
                        "controlPlane.advanced.kubeVip.interface: must be set",
                        "controlPlane.advanced.kubeVip.gateway: must be an address with a prefix"
                                + " like 192.168.1.1/24, but is \"10.0.0.1\""));
    }
}
