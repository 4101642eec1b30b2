package io.mooring.autoscaler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mooring.autoscaler.plan.Plan.Kind;
import io.mooring.autoscaler.plan.Plan.Line;
import io.mooring.autoscaler.testkit.Cloud;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What would be done now.
final class PlannerTest {

    private static final String TEMPLATES = "'podTemplates': [{'requests': {'cpu': '1'}}], ";

    private static String node(String name, String type, int cpu, double price, int pods) {
        return ("{'name': '%s', 'nodePool': 'p', 'instanceType': '%s', 'price': %s, 'labels':"
                        + " {'topology.kubernetes.io/zone': 'a', 'karpenter.sh/capacity-type':"
                        + " 'on-demand', 'karpenter.sh/nodepool': 'p'}, 'allocatable': {'cpu':"
                        + " '%d', 'memory': '16Gi', 'pods': '20'}, 'pods': %s}")
                .formatted(name, type, price, cpu, java.util.Collections.nCopies(pods, 0));
    }

    private static Plan plan(String pods, String... nodes) {
        return Planner.plan(
                Cloud.workload(
                        "{'name': 'p'}",
                        TEMPLATES + "'pods': " + pods,
                        ", 'existingNodes': [" + String.join(", ", nodes) + "]"));
    }

    @Test
    void pendingPodsHaveMachinesLaunched() {
        Plan plan = plan("[0, 0, 0, 0, 0, 0, 0, 0]");

        assertThat(plan.lines()).extracting(Line::kind).containsExactly(Kind.LAUNCH);
        assertThat(plan.lines().getFirst().instanceType()).isEqualTo("spot");
        assertThat(plan.now()).isZero();
        assertThat(plan.then()).isEqualTo(0.15);
        assertThat(plan.lines().getFirst().why()).contains("0.1500 dollars an hour for 8 pods");
    }

    @Test
    void anEmptyNodeIsRemoved() {
        Plan plan = plan("[]", node("full", "small", 2, 0.1, 2), node("empty", "small", 2, 0.1, 0));

        assertThat(plan.lines())
                .extracting(line -> line.kind() + " " + line.node())
                .containsExactly("remove empty");
        assertThat(plan.then()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void aNodeWhosePodsFitElsewhereIsRemoved() {
        Plan plan = plan("[]", node("one", "large", 8, 0.15, 5), node("two", "small", 2, 0.1, 1));

        assertThat(plan.lines())
                .extracting(line -> line.kind() + " " + line.node())
                .containsExactly("remove two");
        assertThat(plan.lines().getFirst().why())
                .isEqualTo(
                        "its pods fit on other nodes; saves 0.1000 dollars an hour, moves 1 pods,"
                                + " which counts as 0.0010 dollars");
    }

    @Test
    void aDearNodeIsReplacedByACheaperOne() {
        Plan plan = plan("[]", node("dear", "large", 8, 0.4, 8));

        assertThat(plan.lines())
                .extracting(line -> line.kind() + " " + line.instanceType())
                .containsExactly("replace large", "launch spot");
        assertThat(plan.then()).isEqualTo(0.15, within(1e-9));
    }

    @Test
    void oneNodeIsSplitIntoSeveralWhereThatIsCheaper() {
        String templates =
                "'podTemplates': [{'requests': {'cpu': '1'}, 'nodeSelector':"
                        + " {'karpenter.sh/capacity-type': 'on-demand'}}], 'pods': []";

        Plan plan =
                Planner.plan(
                        Cloud.workload(
                                "{'name': 'p'}",
                                templates,
                                ", 'existingNodes': [" + node("big", "large", 8, 0.4, 4) + "]"));

        assertThat(plan.lines())
                .extracting(line -> line.kind() + " " + line.instanceType())
                .containsExactly("replace large", "launch small", "launch small");
        assertThat(plan.then()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void savingsThatDoNotPayForTheMoveAreLeft() {
        Plan plan = plan("[]", node("fair", "large", 8, 0.153, 8));

        assertThat(plan.lines()).isEmpty();
        assertThat(plan.then()).isEqualTo(plan.now());
    }

    @Test
    void podsThatNoMachineCanHoldAreNamed() {
        Plan plan =
                Planner.plan(
                        Cloud.workload(
                                "{'name': 'p'}",
                                "'podTemplates': [{'requests': {'cpu': '100'}}], 'pods': [0]",
                                ""));

        assertThat(plan.homeless())
                .singleElement()
                .asString()
                .startsWith("default/pod-00000: no machine can be had for it (resources)");
    }

    @Test
    void ofManyHalfEmptyNodesTheBudgetsLetATenthGoAtOnce() {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nodes.add(node("n" + i, "large", 8, 0.15, 3));
        }

        Plan plan = plan("[]", nodes.toArray(String[]::new));

        assertThat(plan.lines()).extracting(Line::kind).containsExactly(Kind.REMOVE, Kind.REMOVE);
    }
}
