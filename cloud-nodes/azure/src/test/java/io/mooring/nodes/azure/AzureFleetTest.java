package io.mooring.nodes.azure;

import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.testkit.FleetContract;
import io.mooring.nodes.testkit.RateLimit;
import java.time.InstantSource;
import java.util.List;

final class AzureFleetTest extends FleetContract<Arm> {

    @Override
    protected Arm make() {
        return new Arm();
    }

    @Override
    protected Cost cost() {
        return new Cost(12, 0);
    }

    /// Those of the Resource Manager for a subscription: writes and reads apart.
    @Override
    protected List<RateLimit> limit(Arm cloud, double share, InstantSource time) {
        var reads = new RateLimit(250 * share, 25 * share, time);
        var writes = new RateLimit(200 * share, 10 * share, time);
        cloud.server.limit(AzureFleetTest::reads, reads);
        cloud.server.limit(it -> !reads(it), writes);
        return List.of(reads, writes);
    }

    private static boolean reads(ArmCall call) {
        return call.method().equals("GET");
    }
}
