package io.mooring.life.autonodes;

import io.mooring.nodes.gcp.testkit.GceCall;
import io.mooring.nodes.gcp.testkit.GceServer;
import io.mooring.nodes.testkit.When;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;

@Tag("long")
final class GcpAutoNodesTest extends AutoNodesContract {

    private static final Predicate<GceCall> LAUNCH =
            it -> it.is("POST", "instances") && it.action().isEmpty();

    @Override
    AutoCloud open(String cluster) {
        return new Gcp();
    }

    private static final class Gcp extends AutoCloud {

        private final GceServer gce = new GceServer();

        Gcp() {
            gce.rules().onStart(it -> started(it.name(), it.userData()));
            gce.rules().onEnd(this::ended);
        }

        @Override
        String provider() {
            return "gcp";
        }

        @Override
        Map<String, String> properties() {
            return Map.of(
                    "project", "my-project-1",
                    "region", "europe-west1",
                    "endpoint", gce.endpoint(),
                    "machineTypes", "[n2-standard-4]",
                    "capacityTypes", "[spot]",
                    "image", "{family: ubuntu-2404-lts-amd64, project: ubuntu-os-cloud}");
        }

        @Override
        Optional<String> otherZone() {
            return Optional.of("europe-west1-d");
        }

        @Override
        Optional<Double> price() {
            return Optional.empty();
        }

        @Override
        boolean refuseNext() {
            gce.rules()
                    .failCreation(
                            LAUNCH,
                            1,
                            "ZONE_RESOURCE_POOL_EXHAUSTED",
                            "The zone does not have enough resources available.");
            return true;
        }

        @Override
        void loseAnswer() {
            gce.cut(LAUNCH, 1, When.AFTER);
        }

        @Override
        int launches() {
            return gce.launches().size();
        }

        @Override
        Optional<String> refuseProperty() {
            gce.refuse(
                    LAUNCH,
                    -1,
                    400,
                    "invalid",
                    "Invalid value for field 'resource.networkInterfaces[0].subnetwork': no such subnetwork.");
            return Optional.of("properties: subnetwork");
        }

        @Override
        void mend() {
            gce.behave();
        }

        @Override
        void takeAway(String machine) {
            gce.rules().beginPreemption(machine);
        }

        @Override
        Set<String> left() {
            return new TreeSet<>(gce.rules().names());
        }

        @Override
        String userData(String machine) {
            return running().get(machine);
        }

        @Override
        public void close() {
            gce.close();
        }
    }
}
