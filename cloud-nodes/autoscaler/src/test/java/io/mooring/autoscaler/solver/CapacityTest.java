package io.mooring.autoscaler.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.testkit.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What there is only so much of: reservations and inventories.
final class CapacityTest {

    private static final String POOL = "{'name': 'p'}";

    private static String type(String name, int cpu, String offerings) {
        return ("{'name': '%s', 'capacity': {'cpu': '%d', 'memory': '64Gi', 'pods': '50'},"
                        + " 'allocatable': {'cpu': '%d', 'memory': '64Gi', 'pods': '50'},"
                        + " 'labels': {}, 'offerings': [%s]}")
                .formatted(name, cpu, cpu, offerings);
    }

    private static String reserved(String zone, int count) {
        return "{'zone': '%s', 'capacityType': 'reserved', 'price': 0, 'reservationId': 'r',"
                        .formatted(zone)
                + " 'count': "
                + count
                + "}";
    }

    private static Solution solve(String types, int pods, String cpu, String fields) {
        return Solver.solve(Cloud.workload(types, POOL, Cloud.pods(pods, cpu, fields), ""));
    }

    /// Nodes as `type/capacity type*pods`.
    private static String nodes(Solution solution) {
        return solution.nodes().stream()
                .map(n -> n.instanceType() + "/" + n.capacityType() + "*" + n.pods().size())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String wants(String capacityType) {
        return "'nodeSelector': {'karpenter.sh/capacity-type': '%s'}".formatted(capacityType);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4  | held/reserved*4
                    8  | held/reserved*4 held/reserved*4
                    12 | held/reserved*4 held/reserved*4 spot/spot*4
                    """)
    void aReservationIsUsedFirstAndOnlyAsFarAsItGoes(int pods, String expected) {
        Solution solution = solve(type("held", 8, reserved("b", 2)), pods, "2", "");

        assertThat(nodes(solution)).isEqualTo(expected);
        assertThat(solution.nodes())
                .filteredOn(n -> n.capacityType().equals("reserved"))
                .extracting(PlannedNode::reservation)
                .containsOnly("r");
    }

    @Test
    void typesAndZonesOfOneReservationShareItsCount() {
        String types =
                type("held", 8, reserved("a", 2) + ", " + reserved("b", 2))
                        + ", "
                        + type("held2", 8, reserved("a", 2));

        Solution solution = solve(types, 16, "2", "");

        assertThat(nodes(solution)).matches("(held2?/reserved\\*4 ){2}spot/spot\\*4 spot/spot\\*4");
    }

    @Test
    void ofDifferentCountsOfOneReservationTheSmallestHolds() {
        String less = type("less", 8, reserved("a", 1));
        String more = type("more", 8, reserved("a", 3));

        assertThat(solve(less + ", " + more, 8, "2", "").price())
                .isEqualTo(solve(more + ", " + less, 8, "2", "").price())
                .isEqualTo(0.15);
    }

    @Test
    void podsThatWantToPayForThemselvesLeaveReservationsAlone() {
        Solution solution = solve(type("held", 8, reserved("b", 2)), 1, "2", wants("on-demand"));

        assertThat(nodes(solution)).isEqualTo("small/on-demand*1");
    }

    @Test
    void podsThatWantAReservationWaitForOne() {
        Solution over = solve(type("held", 8, reserved("b", 2)), 9, "2", wants("reserved"));
        Solution none = solve(type("held", 8, reserved("b", 0)), 1, "2", wants("reserved"));

        assertThat(nodes(over)).isEqualTo("held/reserved*4 held/reserved*4");
        assertThat(over.unplaced())
                .singleElement()
                .satisfies(u -> assertThat(u.pods()).hasSize(1))
                .satisfies(u -> assertThat(u.constraint()).isEqualTo("limits"));
        assertThat(none.unplaced())
                .singleElement()
                .satisfies(u -> assertThat(u.constraint()).isEqualTo("availability"))
                .satisfies(u -> assertThat(u.why()).contains("sold out"));
    }

    @Test
    void metalIsUsedBeforeTheCloudAndEachRackCountsForItself() {
        String offering = "{'zone': '%s', 'capacityType': 'on-demand', 'price': 0.01, 'count': %d}";
        String metal =
                type("metal", 16, offering.formatted("r1", 1) + ", " + offering.formatted("r2", 2));

        Solution solution = solve(metal, 10, "8", "");

        assertThat(nodes(solution))
                .isEqualTo(
                        "metal/on-demand*2 metal/on-demand*2 metal/on-demand*2 spot/spot*1"
                                + " spot/spot*1 spot/spot*1 spot/spot*1");
        assertThat(solution.nodes().stream().filter(n -> n.zone().equals("r1"))).hasSize(1);
    }

    @Test
    void whatOnlyMetalCanHoldHasItBeforeOthers() {
        String metal =
                type(
                        "metal",
                        16,
                        "{'zone': 'a', 'capacityType': 'on-demand', 'price': 0.01, 'count': 1}");
        String pods =
                "'podTemplates': [{'requests': {'cpu': '2'}}, {'requests': {'cpu': '12'}}],"
                        + " 'pods': [0, 0, 0, 0, 0, 0, 0, 0, 1]";

        Solution solution = Solver.solve(Cloud.workload(metal, POOL, pods, ""));

        assertThat(solution.unplacedPods()).isZero();
        assertThat(solution.price()).isLessThan(0.32);
    }

    @Test
    void noInventoryIsEverOverdrawn() {
        for (long seed = 0; seed < 25; seed++) {
            var random = new Random(seed);
            int held = random.nextInt(4);
            int metal = random.nextInt(6);
            String types =
                    type("held", 8, reserved("a", held) + ", " + reserved("b", held))
                            + ", "
                            + type(
                                    "metal",
                                    16,
                                    "{'zone': 'a', 'capacityType': 'on-demand', 'price': 0.02,"
                                            + " 'count': %d}".formatted(metal));
            List<String> templates = new ArrayList<>();
            List<Integer> pods = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                templates.add("{'requests': {'cpu': '%dm'}}".formatted(100 + random.nextInt(7900)));
                for (int i = random.nextInt(12); i >= 0; i--) {
                    pods.add(t);
                }
            }
            var workload =
                    Cloud.workload(
                            types, POOL, "'podTemplates': " + templates + ", 'pods': " + pods, "");

            List<PlannedNode> nodes = Solver.solve(workload).nodes();

            assertThat(nodes.stream().filter(n -> !n.reservation().isEmpty()))
                    .as("seed " + seed)
                    .hasSizeLessThanOrEqualTo(held);
            assertThat(nodes.stream().filter(n -> n.instanceType().equals("metal")))
                    .as("seed " + seed)
                    .hasSizeLessThanOrEqualTo(metal);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.25, 2", "0.2, 2", "0.19, 1", "0.05, 0"})
    void aPoolSpendsNoMoreAnHourThanItMay(String dollars, int bought) {
        String pool = "{'name': 'p', 'limits': {'mooring.io/dollars-per-hour': '" + dollars + "'}}";
        String pods = Cloud.pods(4, "2", "'nodeSelector': {'size': '2'}");
        String node =
                ", 'existingNodes': [{'name': 'n', 'nodePool': 'p', 'price': 0.2, 'allocatable':"
                        + " {}}]";

        Solution alone = Solver.solve(Cloud.workload(pool, pods, ""));
        Solution beside = Solver.solve(Cloud.workload(pool, pods, node));

        assertThat(alone.nodes()).hasSize(bought);
        assertThat(alone.unplacedPods()).isEqualTo(4 - bought);
        assertThat(beside.nodes()).isEmpty();
    }

    @Test
    void anOfferingWithoutACountIsUnlimited() {
        assertThat(Cloud.workload(POOL, "'pods': []", "").instanceTypes().getFirst().offerings())
                .extracting(Offering::count)
                .containsOnly(Offering.UNLIMITED);
    }
}
