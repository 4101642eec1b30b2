package io.mooring.api;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AutoNodeRulesTest {
    private static final String POOL = "privateNodes.autoNodes[0].dynamic[0]";

    @ParameterizedTest
    @MethodSource({"providersAndNames", "selectors", "limitsAndDisruption"})
    void aBadPoolIsAnErrorThatSaysWhatIsRight(RuleTable table) {
        table.holds();
    }

    static Stream<RuleTable> providersAndNames() {
        return Stream.of(
                nodes("[{}]", "privateNodes.autoNodes[0].provider: node pool provider is required"),
                nodes(
                        "[{provider: a}, {provider: a}]",
                        "privateNodes.autoNodes[1].provider: node pool provider a is already used;"
                                + " merge the two entries"),
                nodes(
                        "[{provider: a, static: [{quantity: -1}, {name: x}], dynamic: [{name:"
                                + " x}]}, {provider: b, static: [{name: x}, {name: Big_Pool}]}]",
                        "privateNodes.autoNodes[0].static[0].name: node pool name is required",
                        "privateNodes.autoNodes[0].static[0].quantity: must be 0 or more, but is"
                                + " -1",
                        "privateNodes.autoNodes[0].dynamic[0].name: node pool name x is already"
                                + " used; names hold across all providers",
                        "privateNodes.autoNodes[1].static[0].name: node pool name x is already"
                                + " used; names hold across all providers",
                        "privateNodes.autoNodes[1].static[1].name: must be lower-case letters,"
                                + " digits and dashes, at most 63, but is \"Big_Pool\""),
                new RuleTable(
                        "controlPlane: {standalone: {enabled: true, autoNodes: {quantity: 3,"
                                + " nodeTypeSelector: [{}]}}}",
                        "controlPlane.standalone.autoNodes.provider: node pool provider is"
                                + " required",
                        "controlPlane.standalone.autoNodes.nodeTypeSelector[0].property:"
                                + " requirement property is required",
                        "controlPlane.standalone.autoNodes.nodeTypeSelector[0]: value or values is"
                                + " required for operator In"));
    }

    static Stream<RuleTable> selectors() {
        return Stream.of(
                selector("{operator: In, value: a}", ".property: requirement property is required"),
                selector(
                        "{property: p, operator: Equals, value: a}",
                        ".operator: must be one of In, NotIn, Exists, DoesNotExist, Gt, Lt, but is"
                                + " \"Equals\""),
                selector(
                        "{property: p, value: a, values: [b]}",
                        ": value and values cannot be set at the same time"),
                selector("{property: p}", ": value or values is required for operator In"),
                selector(
                        "{property: p, operator: NotIn}",
                        ": value or values is required for operator NotIn"),
                selector(
                        "{property: p, operator: Exists, value: a}",
                        ": value or values is not allowed for operator Exists"),
                selector(
                        "{property: p, operator: DoesNotExist, values: [a]}",
                        ": value or values is not allowed for operator DoesNotExist"),
                selector(
                        "{property: p, operator: Gt}",
                        ": value or values is required for operator Gt"),
                selector(
                        "{property: p, operator: Gt, value: many}",
                        ": operator Gt takes one whole number, but has many"),
                selector(
                        "{property: p, operator: Lt, values: ['1', '2']}",
                        ": operator Lt takes one whole number, but has 1, 2"));
    }

    static Stream<RuleTable> limitsAndDisruption() {
        return Stream.of(
                pool(
                        "limits: {cpu: 100, memory: lots}",
                        ".limits.memory: must be a quantity like 100 or 512Gi, but is \"lots\""),
                pool(
                        "disruption: {consolidateAfter: soon, consolidationPolicy: WhenEmpy}",
                        ".disruption.consolidateAfter: must be Never or a duration like 30s or"
                                + " 1h30m, but is \"soon\"",
                        ".disruption.consolidationPolicy: must be one of WhenEmptyOrUnderutilized,"
                                + " WhenEmpty, but is \"WhenEmpy\" (did you mean WhenEmpty?)"),
                pool(
                        "disruption: {budgets: [{nodes: 110%}, {nodes: '1', schedule: '@daily'},"
                                + " {nodes: 10%, schedule: 'x', duration: 1d}]}",
                        ".disruption.budgets[0].nodes: must be a number or a percentage like 10%,"
                                + " but is \"110%\"",
                        ".disruption.budgets[1]: must have both schedule and duration, or neither",
                        ".disruption.budgets[2].schedule: must be a cron schedule like \"0 20 * *"
                                + " 1-5\", but is \"x\"",
                        ".disruption.budgets[2].duration: must be a duration like 30s or 1h30m, but"
                                + " is \"1d\""),
                pool(
                        "expireAfter: never, terminationGracePeriod: 1, weight: 101",
                        ".expireAfter: must be Never or a duration like 30s or 1h30m, but is"
                                + " \"never\"",
                        ".terminationGracePeriod: must be Never or a duration like 30s or 1h30m,"
                                + " but is \"1\"",
                        ".weight: must be from 1 to 100, or 0 for none, but is 101"),
                pool(
                        "nodeLabels: {a: -b}, taints: [{key: a, effect: Never}]",
                        ".nodeLabels.a: must be a label value (letters, digits, - _ . and at most"
                                + " 63 of them), but is \"-b\"",
                        ".taints[0].effect: must be one of NoSchedule, PreferNoSchedule, NoExecute,"
                                + " but is \"Never\""));
    }

    private static RuleTable nodes(String autoNodes, String... problems) {
        return RuleTable.withPrivateNodes("privateNodes: {autoNodes: " + autoNodes + "}", problems);
    }

    private static RuleTable selector(String requirement, String problem) {
        return pool("nodeTypeSelector: [" + requirement + "]", ".nodeTypeSelector[0]" + problem);
    }

    private static RuleTable pool(String settings, String... problems) {
        return nodes(
                "[{provider: a, dynamic: [{name: x, " + settings + "}]}]",
                Stream.of(problems).map(problem -> POOL + problem).toArray(String[]::new));
    }
}
