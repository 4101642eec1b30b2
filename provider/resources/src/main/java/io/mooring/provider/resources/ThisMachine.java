package io.mooring.provider.resources;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.local.LocalNetwork;
import io.mooring.nodes.local.NamespaceMachines;
import io.mooring.provider.resources.host.ClusterNetwork;
import io.mooring.provider.resources.host.ControlPlaneFiles;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Installation;
import io.mooring.provider.resources.host.PlainService;
import io.mooring.provider.resources.host.StandaloneLocalHost;
import io.mooring.provider.resources.host.SystemdService;
import java.nio.file.Path;

/// This machine as a place of control planes and nodes.
public final class ThisMachine {

    private ThisMachine() {}

    /// Where control planes run here, kept by systemd where that runs.
    public static StandaloneLocalHost host(Installation installation, KubeClients clients) {
        var services = SystemdService.isAvailable() ? new SystemdService() : new PlainService();
        return new StandaloneLocalHost(
                installation, new Ground(machines(installation)), services, clients);
    }

    static NamespaceMachines machines(Installation installation) {
        return new NamespaceMachines(ControlPlaneFiles.ROOT, installation.machineRoot());
    }

    /// The network and the machines of a cluster on this machine.
    private record Ground(NamespaceMachines machines) implements ClusterNetwork {

        @Override
        public Path ensure(String cluster) {
            var network = new LocalNetwork(cluster);
            network.ensure();
            return network.controlPlaneNamespaceFile();
        }

        @Override
        public void remove(String cluster) {
            machines.list(cluster).forEach(machine -> remove(machine.id()));
            new LocalNetwork(cluster).remove();
        }

        private void remove(MachineId id) {
            if (machines.delete(id) instanceof DeleteOutcome.TimedOut(var waitingFor, var after)) {
                throw new HostFailure.Unusable(
                        "removing machine %s: waited %d s for %s; run again"
                                .formatted(id, after.toSeconds(), waitingFor));
            }
        }
    }
}
