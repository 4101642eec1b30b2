package io.mooring.api;

/// Switches that the mode has already decided.
final class ModeRules implements Rule {
    @Override
    public void check(Check check) {
        ModeScope.check(check);
        check.require(
                check.mode() != NodeMode.STANDALONE
                        || !check.isWrittenFalse("privateNodes.enabled"),
                "privateNodes.enabled",
                "must not be false in standalone mode: there is no host cluster whose nodes could"
                        + " be shared");
        check.require(
                !check.isWrittenFalse("controlPlane.distro.k8s.enabled"),
                "controlPlane.distro.k8s.enabled",
                "must not be false: upstream Kubernetes is the only distribution");
        if (check.mode().hasPrivateNodes()) {
            scheduler(check, "controlPlane.advanced.virtualScheduler.enabled");
            scheduler(check, "controlPlane.distro.k8s.scheduler.enabled");
        } else {
            sharedScheduler(check);
        }
    }

    private static void scheduler(Check check, String path) {
        check.require(
                !check.isWrittenFalse(path),
                path,
                "must not be false "
                        + check.mode().phrase()
                        + ": the virtual cluster places its workloads itself");
    }

    private static void sharedScheduler(Check check) {
        var controlPlane = check.config().controlPlane();
        boolean scheduling =
                controlPlane.advanced().virtualScheduler().enabled()
                        || controlPlane.distro().k8s().scheduler().enabled()
                        || check.config().sync().toHost().pods().hybridScheduling().enabled();
        check.require(
                !scheduling || check.config().sync().fromHost().nodes().enabled(),
                "sync.fromHost.nodes.enabled",
                "must be true while a scheduler of the virtual cluster is enabled: it places pods"
                        + " on the nodes it sees");
    }
}
