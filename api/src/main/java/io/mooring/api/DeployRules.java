package io.mooring.api;

import java.util.List;

/// Components in the cluster and their companions in the control plane.
final class DeployRules implements Rule {
    @Override
    public void check(Check check) {
        var deploy = check.config().deploy();
        var mode = String.valueOf(deploy.kubeProxy().config().getOrDefault("mode", ""));
        check.oneOf("deploy.kubeProxy.config.mode", mode, "iptables", "ipvs", "nftables");
        for (var key : List.of("kind", "apiVersion")) {
            check.require(
                    !deploy.kubeProxy().config().containsKey(key),
                    "deploy.kubeProxy.config." + key,
                    "is set by us; list only the fields of the KubeProxyConfiguration");
        }
        check.pullPolicy("deploy.kubeProxy.imagePullPolicy", deploy.kubeProxy().imagePullPolicy());
        check.pullPolicy(
                "deploy.cni.flannel.imagePullPolicy", deploy.cni().flannel().imagePullPolicy());
        check.pullPolicy(
                "deploy.localPathProvisioner.imagePullPolicy",
                deploy.localPathProvisioner().imagePullPolicy());
        storage(check, deploy);
        konnectivity(check);
        kubeOvn(check);
        kubeVip(check);
    }

    private static void storage(Check check, Deploy deploy) {
        var kubeVirt = deploy.csi().kubeVirt();
        check.require(
                !kubeVirt.enabled()
                        || !kubeVirt.storageClass().enabled()
                        || !kubeVirt.storageClass().isDefault()
                        || !deploy.localPathProvisioner().enabled(),
                "deploy.csi.kubeVirt.storageClass.default",
                "must be false while deploy.localPathProvisioner is enabled: there is one default"
                        + " storage class");
        var path = deploy.localPathProvisioner().nodePath();
        check.require(
                path.isEmpty() || path.startsWith("/"),
                "deploy.localPathProvisioner.nodePath",
                "must be an absolute path, but is \"" + path + '"');
    }

    private static void konnectivity(Check check) {
        var path = "controlPlane.advanced.konnectivity";
        var konnectivity = check.config().controlPlane().advanced().konnectivity();
        check.atLeast(path + ".agent.replicas", konnectivity.agent().replicas(), 1);
        check.pullPolicy(path + ".agent.imagePullPolicy", konnectivity.agent().imagePullPolicy());
        check.require(
                konnectivity.server().enabled()
                        || !check.isWritten(path + ".agent.enabled")
                        || !konnectivity.agent().enabled(),
                path + ".agent.enabled",
                "needs " + path + ".server.enabled");
    }

    private static void kubeOvn(Check check) {
        var path = "controlPlane.advanced.cloudControllerManager.kubeOvn";
        var kubeOvn = check.config().controlPlane().advanced().cloudControllerManager().kubeOvn();
        if (!kubeOvn.enabled()) {
            return;
        }
        check.require(!kubeOvn.vpc().isEmpty(), path + ".vpc", "must be set");
        var balancers = kubeOvn.loadBalancers();
        check.require(
                !balancers.externalSubnet().isEmpty(),
                path + ".loadBalancers.externalSubnet",
                "must be set");
        check.require(
                !kubeOvn.podRoutes().enabled() || !balancers.backendSubnet().isEmpty(),
                path + ".loadBalancers.backendSubnet",
                "must be set while podRoutes is enabled");
    }

    private static void kubeVip(Check check) {
        var path = "controlPlane.advanced.kubeVip";
        var kubeVip = check.config().controlPlane().advanced().kubeVip();
        if (!kubeVip.enabled()) {
            return;
        }
        check.require(!kubeVip.device().isEmpty(), path + ".interface", "must be set");
        check.require(
                CidrBlock.around(kubeVip.gateway()).isPresent(),
                path + ".gateway",
                "must be an address with a prefix like 192.168.1.1/24, but is \""
                        + kubeVip.gateway()
                        + '"');
    }
}
