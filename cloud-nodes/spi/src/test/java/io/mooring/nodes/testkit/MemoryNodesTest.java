package io.mooring.nodes.testkit;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import io.mooring.nodes.SecretText;
import java.util.List;
import java.util.OptionalDouble;

/// What stands in for providers is one.
final class MemoryNodesTest extends NodeProviderContract {

    private final MemoryNodes nodes =
            new MemoryNodes(
                    "memory",
                    List.of(
                            new MachineType(
                                    "small",
                                    "amd64",
                                    2,
                                    4096,
                                    0,
                                    List.of(
                                            new MachineType.Offering(
                                                    "a",
                                                    MachineType.Capacity.ON_DEMAND,
                                                    OptionalDouble.of(0.1),
                                                    true),
                                            new MachineType.Offering(
                                                    "b",
                                                    MachineType.Capacity.SPOT,
                                                    OptionalDouble.of(0.04),
                                                    true)))));

    @Override
    protected NodeProvider provider() {
        return nodes;
    }

    @Override
    protected String cluster() {
        return "shop";
    }

    @Override
    protected String otherCluster() {
        return "other";
    }

    @Override
    protected MachineRequest request(String machine) {
        return new MachineRequest(
                new MachineId("shop", machine), new SecretText("#cloud-config\n"), List.of());
    }
}
