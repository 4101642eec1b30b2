package io.mooring.nodes.aws;

import io.mooring.nodes.testkit.FleetContract;
import io.mooring.nodes.testkit.RateLimit;
import java.time.InstantSource;
import java.util.List;

final class AwsFleetTest extends FleetContract<Ec2> {

    @Override
    protected Ec2 make() {
        return new Ec2();
    }

    @Override
    protected Cost cost() {
        return new Cost(3, 10);
    }

    /// Those of an account: launches apart from what only looks.
    @Override
    protected List<RateLimit> limit(Ec2 cloud, double share, InstantSource time) {
        var looks = new RateLimit(100 * share, 20 * share, time);
        var launches = new RateLimit(5 * share, 2 * share, time);
        cloud.proxy.limit(it -> !it.is("RunInstances"), looks);
        cloud.proxy.limit(it -> it.is("RunInstances"), launches);
        return List.of(looks, launches);
    }
}
