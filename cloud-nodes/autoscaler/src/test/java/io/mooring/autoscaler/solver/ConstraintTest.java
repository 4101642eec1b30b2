package io.mooring.autoscaler.solver;

import static io.mooring.autoscaler.testkit.Cloud.solve;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.solver.Solution.PlannedNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each constraint means, one by one, on the cloud of the testkit.
final class ConstraintTest {

    private static final String OWN = "'labelSelector': {'matchLabels': {'app': 'x'}}";
    private static final String REQUIRED = "'requiredDuringSchedulingIgnoredDuringExecution'";

    /// Nodes as `type@zone*pods`.
    private static String nodes(Solution solution) {
        return solution.nodes().stream()
                .map(n -> n.instanceType() + "@" + n.zone() + "*" + n.pods().size())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String requirement(String expression) {
        return "'affinity': {'nodeAffinity': {%s: {'nodeSelectorTerms': [{'matchExpressions': [%s]}]}}}"
                .formatted(REQUIRED, expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'key':'size','operator':'In','values':['2']}          | small@a*1
                    {'key':'size','operator':'NotIn','values':['2']}       | spot@a*1
                    {'key':'size','operator':'Exists'}                     | small@a*1
                    {'key':'size','operator':'DoesNotExist'}               | ''
                    {'key':'size','operator':'Gt','values':['2']}          | spot@a*1
                    {'key':'size','operator':'Lt','values':['8']}          | small@a*1
                    {'key':'size','operator':'Gte','values':['8']}         | spot@a*1
                    {'key':'size','operator':'Lte','values':['1']}         | ''
                    {'key':'absent','operator':'NotIn','values':['1']}     | small@a*1
                    {'key':'absent','operator':'In','values':['1']}        | ''
                    {'key':'topology.kubernetes.io/zone','operator':'In','values':['c']} | small@c*1
                    """)
    void requiredNodeAffinityHolds(String expression, String expected) {
        assertThat(nodes(solve(1, "1", requirement(expression)))).isEqualTo(expected);
    }

    @Test
    void podsShareTheCheapestNodeThatHoldsThem() {
        assertThat(nodes(solve(8, "1", ""))).isEqualTo("spot@a*8");
        assertThat(nodes(solve(2, "1", ""))).isEqualTo("small@a*2");
    }

    @Test
    void aPodThatNeedsADearNodeDoesNotDragOthersAlong() {
        var solution =
                io.mooring.autoscaler.solver.Solver.solve(
                        io.mooring.autoscaler.testkit.Cloud.workload(
                                "{'name': 'p'}",
                                """
                                'podTemplates': [
                                 {'requests': {'cpu': '1'}},
                                 {'requests': {'cpu': '1'},
                                  'nodeSelector': {'karpenter.sh/capacity-type': 'on-demand'}}],
                                'pods': [0, 0, 0, 0, 0, 0, 0, 0, 1]
                                """,
                                ""));

        assertThat(solution.price()).isEqualTo(0.25);
    }

    @Test
    void zonesAreSpreadEvenly() {
        String spread =
                "'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey':"
                        + " 'topology.kubernetes.io/zone', 'whenUnsatisfiable': 'DoNotSchedule', "
                        + OWN
                        + "}]";

        assertThat(nodes(solve(6, "1", spread))).isEqualTo("small@a*2 small@b*2 small@c*2");
    }

    @Test
    void tooFewDomainsCountAsEmptyOnes() {
        String spread =
                "'topologySpreadConstraints': [{'maxSkew': 1, 'minDomains': 5, 'topologyKey':"
                        + " 'topology.kubernetes.io/zone', 'whenUnsatisfiable': 'DoNotSchedule', "
                        + OWN
                        + "}]";

        Solution solution = solve(6, "1", spread);

        assertThat(nodes(solution)).isEqualTo("small@a*1 small@b*1 small@c*1");
        assertThat(solution.unplaced())
                .singleElement()
                .satisfies(u -> assertThat(u.constraint()).isEqualTo("topology"));
    }

    @Test
    void hostsTakeNoMoreThanTheSkew() {
        String spread =
                "'topologySpreadConstraints': [{'maxSkew': 2, 'topologyKey':"
                        + " 'kubernetes.io/hostname', 'whenUnsatisfiable': 'DoNotSchedule', "
                        + OWN
                        + "}]";

        assertThat(solve(6, "100m", spread).nodes())
                .hasSize(3)
                .allSatisfy(node -> assertThat(node.pods()).hasSize(2));
    }

    @Test
    void podsKeepApartByHostAndByZone() {
        String apart = "'affinity': {'podAntiAffinity': {%s: [{'topologyKey': '%s', %s}]}}";

        Solution byHost =
                solve(3, "100m", apart.formatted(REQUIRED, "kubernetes.io/hostname", OWN));
        Solution byZone =
                solve(4, "100m", apart.formatted(REQUIRED, "topology.kubernetes.io/zone", OWN));

        assertThat(byHost.nodes()).hasSize(3);
        assertThat(nodes(byZone)).isEqualTo("small@a*1 small@b*1 small@c*1");
        assertThat(byZone.unplacedPods()).isEqualTo(1);
    }

    @Test
    void podsMeetInOneZoneAndOnOneHost() {
        String together = "'affinity': {'podAffinity': {%s: [{'topologyKey': '%s', %s}]}}";

        Solution byZone =
                solve(9, "2", together.formatted(REQUIRED, "topology.kubernetes.io/zone", OWN));
        Solution byHost =
                solve(5, "2", together.formatted(REQUIRED, "kubernetes.io/hostname", OWN));

        assertThat(byZone.nodes()).extracting(PlannedNode::zone).containsOnly("a");
        assertThat(byZone.unplacedPods()).isZero();
        assertThat(nodes(byHost)).isEqualTo("spot@a*4");
        assertThat(byHost.unplacedPods()).isEqualTo(1);
    }

    @Test
    void taintsNeedATolerationUnlessTheyAreSoft() {
        String hard = "{'name': 'p', 'taints': [{'key': 'k', 'value': 'v', 'effect': '%s'}]}";
        String tolerates = "'tolerations': [{'key': 'k', 'operator': 'Exists'}]";

        Solution refused = solve(hard.formatted("NoSchedule"), 1, "1", "", "");

        assertThat(refused.unplaced().getFirst().constraint()).isEqualTo("taints");
        assertThat(solve(hard.formatted("NoExecute"), 1, "1", tolerates, "").nodes()).hasSize(1);
        assertThat(solve(hard.formatted("PreferNoSchedule"), 1, "1", "", "").nodes()).hasSize(1);
    }

    @Test
    void aHostPortIsTakenOnceANode() {
        assertThat(solve(3, "100m", "'hostPorts': [80]").nodes()).hasSize(3);
        assertThat(
                        solve(2, "100m", "'hostPorts': [{'hostIP': '10.0.0.1', 'hostPort': 80}]")
                                .nodes())
                .hasSize(2);
    }

    @Test
    void daemonPodsHaveTheirRoomFirst() {
        String daemon = ", 'daemonPods': [{'requests': {'cpu': '500m'}, 'hostPorts': [90]}]";

        Solution large = solve("{'name': 'p'}", 1, "8", "", daemon);

        assertThat(nodes(solve("{'name': 'p'}", 2, "1", "", daemon))).isNotEqualTo("small@a*2");
        assertThat(large.unplaced().getFirst().constraint()).isEqualTo("resources");
        assertThat(solve("{'name': 'p'}", 1, "1", "'hostPorts': [90]", daemon).nodes()).isEmpty();
    }

    @Test
    void theHeavierPoolIsBoughtFromUntilItsLimit() {
        String pools =
                "{'name': 'heavy', 'weight': 10, 'limits': {'nodes': '1'}, 'requirements':"
                        + " [{'key': 'karpenter.sh/capacity-type', 'operator': 'In', 'values':"
                        + " ['on-demand']}]}, {'name': 'light'}";

        Solution solution = solve(pools, 10, "2", "'hostPorts': [80]", "");

        assertThat(solution.nodes()).extracting(PlannedNode::nodePool).containsOnlyOnce("heavy");
        assertThat(solution.unplacedPods()).isZero();
    }

    @Test
    void minValuesKeepChoicesOpen() {
        String pool =
                "{'name': 'p', 'requirements': [{'key': 'size', 'operator': 'Exists', 'minValues':"
                        + " 2}]}";

        assertThat(solve(pool, 4, "1", "", "").nodes())
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.pods()).hasSize(2));
    }

    @Test
    void volumesLimitHowManyAttachAndWhere() {
        String volume =
                "'volumes': [{'driver': 'd', 'topology': [{'matchExpressions': [{'key':"
                        + " 'topology.kubernetes.io/zone', 'operator': 'In', 'values': ['b']}]}]}]";
        String node =
                ", 'existingNodes': [{'name': 'n', 'labels': {'topology.kubernetes.io/zone': 'b'},"
                        + " 'allocatable': {'cpu': '8', 'memory': '16Gi', 'pods': '10',"
                        + " 'attachable-volumes-d': '2'}}]";

        Solution solution = solve("{'name': 'p'}", 3, "500m", volume, node);

        assertThat(solution.placements().getFirst().pods()).hasSize(2);
        assertThat(nodes(solution)).isEqualTo("small@b*1");
    }

    @Test
    void aPreferenceIsMetWhereItCostsLessThanItIsWorth() {
        String prefers =
                "'affinity': {'nodeAffinity': {'preferredDuringSchedulingIgnoredDuringExecution':"
                        + " [{'weight': %d, 'preference': {'matchExpressions': [{'key':"
                        + " 'topology.kubernetes.io/zone', 'operator': 'In', 'values': ['%s']}]}}]}},"
                        + " 'nodeSelector': {'size': '2'}";

        assertThat(nodes(solve(1, "1", prefers.formatted(100, "b")))).isEqualTo("small@b*1");
        assertThat(nodes(solve(1, "1", prefers.formatted(10, "b")))).isEqualTo("small@a*1");
    }

    @Test
    void standingNodesAreFilledBeforeAnyIsBought() {
        String node =
                ", 'existingNodes': [{'name': 'n', 'allocatable': {'cpu': '2', 'memory': '4Gi',"
                        + " 'pods': '10'}, 'pods': [0]}]";

        Solution solution = solve("{'name': 'p'}", 2, "1", "", node);

        assertThat(solution.placements().getFirst().pods()).isEqualTo(List.of(0));
        assertThat(solution.nodes()).hasSize(1);
    }
}
