package io.mooring.nodes.gcp;

import io.mooring.nodes.testkit.FleetContract;
import io.mooring.nodes.testkit.RateLimit;
import java.time.InstantSource;
import java.util.List;

final class GcpFleetTest extends FleetContract<Gce> {

    @Override
    protected Gce make() {
        return new Gce();
    }

    @Override
    protected Cost cost() {
        return new Cost(7, 10);
    }

    /// 1500 calls a minute.
    @Override
    protected List<RateLimit> limit(Gce cloud, InstantSource time) {
        var limit = new RateLimit(250, 25, time);
        cloud.server.limit(_ -> true, limit);
        return List.of(limit);
    }
}
