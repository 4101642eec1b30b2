package io.mooring.life.autonodes;

import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.testkit.When;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Stands for all providers in `make test`, by one test; `tools/auto-nodes` runs the others.
final class AzureAutoNodesTest extends AutoNodesContract {

    private static final Predicate<ArmCall> LAUNCH = it -> it.is("PUT", "virtualMachines");

    @Override
    AutoCloud open(String cluster) {
        return new Azure();
    }

    private static final class Azure extends AutoCloud {

        private static final String SUBSCRIPTION = "01234567-89ab-cdef-0123-456789abcdef";

        private final ArmServer arm = new ArmServer();

        Azure() {
            arm.rules().slowness(1, 0);
            arm.rules().price("Standard_D4s_v5", 0.23);
            arm.rules().onStart(it -> started(it.name(), it.customData()));
            arm.rules().onEnd(this::ended);
        }

        @Override
        String provider() {
            return "azure";
        }

        @Override
        Map<String, String> properties() {
            return Map.of(
                    "subscription", SUBSCRIPTION,
                    "resourceGroup", "nodes",
                    "location", "westeurope",
                    "endpoint", arm.endpoint(),
                    "vmSizes", "[Standard_D4s_v5]",
                    "capacityTypes", "[spot]",
                    "zones", "['1', '2', '3']",
                    "image", "{publisher: canonical, offer: ubuntu-24_04-lts, sku: server}",
                    "subnet",
                            "/subscriptions/%s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n"
                                    .formatted(SUBSCRIPTION));
        }

        @Override
        Optional<String> otherZone() {
            return Optional.of("westeurope-3");
        }

        @Override
        Optional<Double> price() {
            return Optional.empty();
        }

        @Override
        boolean refuseNext() {
            arm.rules()
                    .failCreation(
                            LAUNCH,
                            1,
                            "ZonalAllocationFailed",
                            "Allocation failed. We do not have sufficient capacity in this zone.");
            return true;
        }

        @Override
        void loseAnswer() {
            arm.cut(LAUNCH, 1, When.AFTER);
        }

        @Override
        int launches() {
            return arm.calls("PUT", "virtualMachines").size();
        }

        @Override
        Optional<String> refuseProperty() {
            arm.refuse(
                    LAUNCH,
                    -1,
                    404,
                    "PlatformImageNotFound",
                    "The platform image 'canonical:ubuntu-24_04-lts:server:latest' is not available.");
            return Optional.of("properties: image");
        }

        @Override
        void mend() {
            arm.behave();
        }

        @Override
        void takeAway(String machine) {
            arm.rules().names("virtualMachines").stream()
                    .filter(it ->
                            machine.equals(
                                    arm.rules().tags("virtualMachines", it).get("mooring:machine")))
                    .forEach(arm.rules()::beginEviction);
        }

        @Override
        Set<String> left() {
            var left = new TreeSet<String>();
            for (String type : Set.of("virtualMachines", "networkInterfaces", "disks")) {
                arm.rules().names(type).forEach(it -> left.add(type + " " + it));
            }
            return left;
        }

        @Override
        String userData(String machine) {
            return UserDataText.of(running().get(machine));
        }

        @Override
        public void close() {
            arm.close();
        }
    }
}
