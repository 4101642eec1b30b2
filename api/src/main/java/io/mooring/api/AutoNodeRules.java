package io.mooring.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Pools of nodes: names, machine conditions, limits, disruption.
final class AutoNodeRules implements Rule {
    private static final String PATH = "privateNodes.autoNodes";
    private static final Set<String> WITHOUT_OPERAND = Set.of("Exists", "DoesNotExist");
    private static final Set<String> NUMERIC = Set.of("Gt", "Lt");

    @Override
    public void check(Check check) {
        var providers = new HashSet<String>();
        var names = new HashSet<String>();
        var all = check.config().privateNodes().autoNodes();
        for (int i = 0; i < all.size(); i++) {
            var at = Path.item(PATH, i);
            var provider = all.get(i).provider();
            check.require(!provider.isEmpty(), at + ".provider", "node pool provider is required");
            check.require(
                    provider.isEmpty() || providers.add(provider),
                    at + ".provider",
                    "node pool provider " + provider + " is already used; merge the two entries");
            pools(check, at, all.get(i), names);
        }
        var own = check.config().controlPlane().standalone().autoNodes();
        var at = "controlPlane.standalone.autoNodes";
        check.atLeast(at + ".quantity", own.quantity(), 0);
        check.require(
                own.quantity() == 0 || !own.provider().isEmpty(),
                at + ".provider",
                "node pool provider is required");
        requirements(check, at, own.nodeTypeSelector());
    }

    private static void pools(Check check, String path, AutoNodes nodes, Set<String> names) {
        for (int i = 0; i < nodes.staticPools().size(); i++) {
            var pool = nodes.staticPools().get(i);
            var at = Path.item(path + ".static", i);
            name(check, at, pool.name(), names);
            check.atLeast(at + ".quantity", pool.quantity(), 0);
            requirements(check, at, pool.nodeTypeSelector());
            marks(check, at, pool.taints(), pool.nodeLabels());
            durationOrNever(check, at + ".terminationGracePeriod", pool.terminationGracePeriod());
        }
        for (int i = 0; i < nodes.dynamicPools().size(); i++) {
            var pool = nodes.dynamicPools().get(i);
            var at = Path.item(path + ".dynamic", i);
            name(check, at, pool.name(), names);
            requirements(check, at, pool.nodeTypeSelector());
            marks(check, at, pool.taints(), pool.nodeLabels());
            durationOrNever(check, at + ".terminationGracePeriod", pool.terminationGracePeriod());
            durationOrNever(check, at + ".expireAfter", pool.expireAfter());
            limits(check, at + ".limits", pool.limits());
            disruption(check, at + ".disruption", pool.disruption());
            check.require(
                    pool.weight() >= 0 && pool.weight() <= 100,
                    at + ".weight",
                    "must be from 1 to 100, or 0 for none, but is " + pool.weight());
        }
    }

    private static void name(Check check, String path, String name, Set<String> names) {
        check.require(!name.isEmpty(), path + ".name", "node pool name is required");
        check.require(
                name.isEmpty() || Grammar.isDnsLabel(name),
                path + ".name",
                "must be lower-case letters, digits and dashes, at most 63, but is \""
                        + name
                        + '"');
        check.require(
                name.isEmpty() || names.add(name),
                path + ".name",
                "node pool name " + name + " is already used; names hold across all providers");
    }

    private static void marks(
            Check check, String path, List<JoinNode.Taint> taints, Map<String, String> labels) {
        NodeRules.taints(check, path + ".taints", taints);
        NodeRules.labels(check, path + ".nodeLabels", labels);
    }

    private static void requirements(
            Check check, String path, List<AutoNodes.Requirement> requirements) {
        for (int i = 0; i < requirements.size(); i++) {
            var at = Path.item(path + ".nodeTypeSelector", i);
            var requirement = requirements.get(i);
            check.require(
                    !requirement.property().isEmpty(),
                    at + ".property",
                    "requirement property is required");
            check.oneOf(
                    at + ".operator",
                    requirement.operator(),
                    "In",
                    "NotIn",
                    "Exists",
                    "DoesNotExist",
                    "Gt",
                    "Lt");
            operands(check, at, requirement);
        }
    }

    private static void operands(Check check, String path, AutoNodes.Requirement requirement) {
        var operator = requirement.effectiveOperator();
        if (!requirement.value().isEmpty() && !requirement.values().isEmpty()) {
            check.problem(path, "value and values cannot be set at the same time");
            return;
        }
        var operands = requirement.operands();
        if (WITHOUT_OPERAND.contains(operator)) {
            check.require(
                    operands.isEmpty(),
                    path,
                    "value or values is not allowed for operator " + operator);
            return;
        }
        check.require(
                !operands.isEmpty(), path, "value or values is required for operator " + operator);
        if (NUMERIC.contains(operator)) {
            check.require(
                    operands.size() == 1 && operands.getFirst().matches("[0-9]{1,18}"),
                    path,
                    "operator "
                            + operator
                            + " takes one whole number, but has "
                            + String.join(", ", operands));
        }
    }

    private static void durationOrNever(Check check, String path, String value) {
        check.require(
                value.isEmpty() || value.equals("Never") || Grammar.isDuration(value),
                path,
                "must be Never or a duration like 30s or 1h30m, but is \"" + value + '"');
    }

    private static void limits(Check check, String path, Map<String, Object> limits) {
        limits.forEach((resource, amount) ->
                check.require(
                        Grammar.isQuantity(String.valueOf(amount)),
                        Path.child(path, resource),
                        "must be a quantity like 100 or 512Gi, but is \"" + amount + '"'));
    }

    private static void disruption(Check check, String path, AutoNodes.Disruption disruption) {
        durationOrNever(check, path + ".consolidateAfter", disruption.consolidateAfter());
        check.oneOf(
                path + ".consolidationPolicy",
                disruption.consolidationPolicy(),
                "WhenEmptyOrUnderutilized",
                "WhenEmpty");
        for (int i = 0; i < disruption.budgets().size(); i++) {
            var budget = disruption.budgets().get(i);
            var at = Path.item(path + ".budgets", i);
            check.require(
                    budget.nodes().isEmpty() || Grammar.isCountOrPercent(budget.nodes()),
                    at + ".nodes",
                    "must be a number or a percentage like 10%, but is \"" + budget.nodes() + '"');
            check.cron(at + ".schedule", budget.schedule());
            check.duration(at + ".duration", budget.duration());
            check.require(
                    budget.schedule().isEmpty() == budget.duration().isEmpty(),
                    at,
                    "must have both schedule and duration, or neither");
        }
    }
}
