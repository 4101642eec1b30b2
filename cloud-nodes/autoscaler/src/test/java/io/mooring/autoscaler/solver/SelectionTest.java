package io.mooring.autoscaler.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.testkit.Cloud;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which pods and which nodes the rules between pods look at.
final class SelectionTest {

    private static final String APP = "'labelSelector': {'matchLabels': {'app': 'x'}}";
    private static final String REQUIRED = "'requiredDuringSchedulingIgnoredDuringExecution'";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private static String nodes(Solution solution) {
        return solution.nodes().stream()
                .map(n -> n.instanceType() + "@" + n.zone() + "*" + n.pods().size())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String pod(String namespace, String labels, String fields) {
        return "{'namespace': '%s', 'labels': {%s}, 'requests': {'cpu': '100m'}%s}"
                .formatted(namespace, labels, fields.isEmpty() ? "" : ", " + fields);
    }

    private static Solution solve(String pools, String templates, String pods, String more) {
        return Solver.solve(
                Cloud.workload(
                        pools,
                        "'podTemplates': [%s], 'pods': %s".formatted(templates, pods),
                        more));
    }

    /// Whether a pod that keeps away from app=x of some namespaces minds the one in each of them.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                                                                | own
                    'namespaceSelector': {}                                           | own prod dev
                    'namespaceSelector': {'matchLabels': {'env': 'prod'}}             | prod
                    'namespaceSelector': {'matchExpressions': [{'key': 'env', 'operator': 'NotIn', 'values': ['prod']}]} | own dev
                    'namespaceSelector': {'matchLabels': {'kubernetes.io/metadata.name': 'dev'}} | dev
                    'namespaces': ['prod']                                            | prod
                    'namespaces': ['prod'], 'namespaceSelector': {'matchLabels': {'env': 'dev'}} | prod dev
                    'namespaces': ['elsewhere']                                       | none
                    """)
    void antiAffinityLooksAtTheNamespacesThatItNames(String field, String minded) {
        String term =
                "'affinity': {'podAntiAffinity': {%s: [{'topologyKey': 'kubernetes.io/hostname', %s%s}]}}"
                        .formatted(REQUIRED, APP, field.isEmpty() ? "" : ", " + field);
        String namespaces =
                ", 'namespaces': {'prod': {'labels': {'env': 'prod'}}, 'dev': {'labels': {'env':"
                        + " 'dev'}}}";
        for (String other : new String[] {"own", "prod", "dev"}) {
            Solution solution =
                    solve(
                            "{'name': 'p'}",
                            pod("own", "", term) + ", " + pod(other, "'app': 'x'", ""),
                            "[0, 1]",
                            namespaces);

            assertThat(solution.nodes())
                    .as(other)
                    .hasSize(java.util.List.of(minded.split(" ")).contains(other) ? 2 : 1);
        }
    }

    /// Two versions of one app with two pods each; how many nodes one pod a node by these keys
    /// needs.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'matchLabelKeys': []         | 4
                    'matchLabelKeys': ['hash']   | 2
                    'matchLabelKeys': ['absent'] | 4
                    """)
    void spreadCountsPodsOfTheSameVersion(String keys, int nodes) {
        String spread =
                "'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey':"
                        + " 'kubernetes.io/hostname', %s, %s}]".formatted(keys, APP);

        assertThat(versions(spread).nodes()).hasSize(nodes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'matchLabelKeys': ['hash']    | one of each
                    'mismatchLabelKeys': ['hash'] | two alike
                    """)
    void antiAffinityKeepsFromTheSameVersionOrFromOthers(String keys, String together) {
        String apart =
                "'affinity': {'podAntiAffinity': {%s: [{'topologyKey': 'kubernetes.io/hostname', %s, %s}]}}"
                        .formatted(REQUIRED, keys, APP);

        Solution solution = versions(apart);

        assertThat(solution.nodes())
                .hasSize(2)
                .allSatisfy(node -> {
                    boolean alike = node.pods().get(0) / 2 == node.pods().get(1) / 2;
                    assertThat(alike).isEqualTo(together.equals("two alike"));
                });
    }

    private static Solution versions(String fields) {
        return solve(
                "{'name': 'p'}",
                pod("n", "'app': 'x', 'hash': '1'", fields)
                        + ", "
                        + pod("n", "'app': 'x', 'hash': '2'", fields),
                "[0, 0, 1, 1]",
                "");
    }

    private static String spread(String policies) {
        return "'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey': '%s', %s%s}]"
                .formatted(ZONE, policies, APP);
    }

    private static String affinity(String key, String values) {
        return "'affinity': {'nodeAffinity': {%s: {'nodeSelectorTerms': [{'matchExpressions': [{'key': '%s', 'operator': 'In', 'values': [%s]}]}]}}}"
                .formatted(REQUIRED, key, values);
    }

    /// Four pods that may not go to zone c.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                             | 4
                    'nodeAffinityPolicy': 'Honor'  | 4
                    'nodeAffinityPolicy': 'Ignore' | 2
                    """)
    void domainsOutOfThePodsAffinityCountOnlyIfItIsIgnored(String policy, int placed) {
        String fields =
                spread(policy.isEmpty() ? "" : policy + ", ") + ", " + affinity(ZONE, "'a', 'b'");

        Solution solution =
                solve("{'name': 'p'}", pod("n", "'app': 'x'", fields), "[0, 0, 0, 0]", "");

        assertThat(4 - solution.unplacedPods()).isEqualTo(placed);
    }

    /// Four pods that do not tolerate the taint of zone c's pool.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                           | 2
                    'nodeTaintsPolicy': 'Ignore' | 2
                    'nodeTaintsPolicy': 'Honor'  | 4
                    """)
    void domainsBehindTaintsCountUnlessTheyAreHonoured(String policy, int placed) {
        String in = "'requirements': [{'key': '%s', 'operator': 'In', 'values': [%s]}]";
        String pools =
                "{'name': 'open', %s}, {'name': 'closed', 'taints': [{'key': 'k', 'value': 'v', 'effect': 'NoSchedule'}], %s}"
                        .formatted(in.formatted(ZONE, "'a', 'b'"), in.formatted(ZONE, "'c'"));
        String fields = spread(policy.isEmpty() ? "" : policy + ", ");

        Solution solution = solve(pools, pod("n", "'app': 'x'", fields), "[0, 0, 0, 0]", "");

        assertThat(4 - solution.unplacedPods()).isEqualTo(placed);
    }

    @Test
    void podsOnNodesThatDoNotCountAreNotCounted() {
        String node =
                ", 'existingNodes': [{'name': 'n', 'labels': {'%s': 'a', 'size': '9'}, 'allocatable': {'cpu': '4', 'memory': '4Gi', 'pods': '9'}, 'pods': [1, 1, 1]}]"
                        .formatted(ZONE);
        String fields = spread("") + ", " + affinity("size", "'2'");

        Solution solution =
                solve(
                        "{'name': 'p'}",
                        pod("n", "'app': 'x'", fields) + ", " + pod("n", "'app': 'x'", ""),
                        "[0, 0, 0]",
                        node);

        assertThat(nodes(solution)).isEqualTo("small@a*1 small@b*1 small@c*1");
    }
}
