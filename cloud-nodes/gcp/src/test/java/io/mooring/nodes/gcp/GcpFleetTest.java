package io.mooring.nodes.gcp;

import io.mooring.nodes.gcp.testkit.GceCall;
import io.mooring.nodes.testkit.FleetContract;
import io.mooring.nodes.testkit.RateLimit;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

final class GcpFleetTest extends FleetContract<Gce> {

    @Override
    protected Gce make() {
        var cloud = new Gce();
        cloud.rules().pageSize(500);
        return cloud;
    }

    @Override
    protected Cost cost() {
        return new Cost(7, 10);
    }

    /// 1500 calls a minute of each group.
    @Override
    protected List<RateLimit> limit(Gce cloud, double share, InstantSource time) {
        return List.of(
                limit(cloud, GcpFleetTest::changes, share, time),
                limit(cloud, GcpFleetTest::lists, share, time),
                limit(cloud, it -> !changes(it) && !lists(it), share, time));
    }

    private static RateLimit limit(
            Gce cloud, Predicate<GceCall> on, double share, InstantSource time) {
        var limit = new RateLimit(250 * share, 25 * share, time);
        cloud.server.limit(on, limit);
        return limit;
    }

    private static boolean changes(GceCall call) {
        return !call.method().equals("GET");
    }

    private static boolean lists(GceCall call) {
        return call.path().contains("/aggregated/");
    }
}
