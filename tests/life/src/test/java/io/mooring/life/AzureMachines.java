package io.mooring.life;

import io.mooring.nodes.azure.testkit.ArmServer;
import java.nio.file.Path;

/// An Azure over the wire, which powers a machine on for each that comes to run.
final class AzureMachines extends CloudMachines {

    private static final String SUBSCRIPTION = "01234567-89ab-cdef-0123-456789abcdef";

    private final ArmServer arm = new ArmServer();

    AzureMachines(String cluster, Path machineRoot) {
        super(cluster, machineRoot);
        arm.rules().slowness(1, 0);
        arm.rules().onStart(it -> boot(it.name(), it.name(), it.customData()));
        arm.rules().onEnd(this::end);
    }

    @Override
    String settings() {
        return """
        machine:
          subscription: %s
          resourceGroup: nodes
          location: westeurope
          endpoint: '%s'
          vmSizes: [Standard_D4s_v5]
          image: {publisher: canonical, offer: ubuntu-24_04-lts, sku: server}
          subnet: /subscriptions/%s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n
        """
                .formatted(SUBSCRIPTION, arm.endpoint(), SUBSCRIPTION);
    }

    @Override
    String providerIds() {
        return "azure:///subscriptions/" + SUBSCRIPTION + "/resourceGroups/nodes/";
    }

    @Override
    int launches() {
        return arm.calls("PUT", "virtualMachines").size();
    }

    @Override
    void takeBack(String machine, String providerId) {
        arm.rules().evict(providerId.substring(providerId.lastIndexOf('/') + 1));
    }

    @Override
    public void close() {
        super.close();
        arm.close();
    }
}
