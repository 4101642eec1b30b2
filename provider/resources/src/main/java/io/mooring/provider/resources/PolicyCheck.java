package io.mooring.provider.resources;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Cron;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.Quantity;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// All that is wrong with the known settings of a policy.
final class PolicyCheck {

    private static final Set<Operator> ALONE = Set.of(Operator.EXISTS, Operator.DOES_NOT_EXIST);
    private static final Set<Operator> LISTED = Set.of(Operator.IN, Operator.NOT_IN);
    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final List<String> POLICIES =
            List.of("WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced");
    private static final List<String> REASONS = List.of("Empty", "Drifted", "Underutilized");
    private static final List<String> MODES =
            List.of(AutoscalingPolicyType.ACT, AutoscalingPolicyType.PLAN);
    private static final String NEVER = "Never";

    private final List<PropertyFailure> failures = new ArrayList<>();

    private PolicyCheck() {}

    static List<PropertyFailure> of(ObjectValue inputs) {
        var check = new PolicyCheck();
        check.sizes(inputs);
        check.times(inputs);
        check.taints(inputs, "taints");
        check.taints(inputs, "startupTaints");
        check.requirements(inputs);
        check.disruption(inputs.object("disruption").orElse(ObjectValue.EMPTY));
        check.mode(inputs);
        return check.failures;
    }

    private void sizes(ObjectValue inputs) {
        range(inputs, "weight", 1, 100);
        range(inputs, "replicas", 0, 1000);
        inputs.textMap("limits")
                .forEach((resource, amount) ->
                        tried(
                                "limits[\"" + resource + "\"]",
                                () -> Quantity.parse(resource, amount, RoundingMode.FLOOR)));
        if (inputs.has("replicas")) {
            if (inputs.has("weight")) {
                fail("weight", "has no effect on a pool of fixed size; take it or replicas away");
            }
            inputs.textMap("limits").keySet().stream()
                    .filter(resource -> !resource.equals("nodes"))
                    .forEach(resource ->
                            fail(
                                    "limits[\"" + resource + "\"]",
                                    "has no effect on a pool of fixed size, where only nodes has;"
                                            + " take it or replicas away"));
        }
    }

    private void range(ObjectValue inputs, String name, int least, int most) {
        inputs.integer(name)
                .filter(number -> number < least || number > most)
                .ifPresent(number ->
                        fail(
                                name,
                                "is %d; give a number from %d to %d"
                                        .formatted(number, least, most)));
    }

    private void times(ObjectValue inputs) {
        duration("", inputs, "expireAfter", true);
        duration("", inputs, "terminationGracePeriod", false);
        duration("", inputs, "launchTimeout", false);
        duration("", inputs, "registrationTimeout", false);
        duration("", inputs, "notReadyTimeout", false);
    }

    private void duration(String at, ObjectValue object, String name, boolean never) {
        object.text(name)
                .filter(text -> !(never && text.equals(NEVER)))
                .filter(text -> text.equals("0") || Ttl.parse(text).isEmpty())
                .ifPresent(text ->
                        fail(
                                at + name,
                                "\"%s\" is no duration; write it as in 30s, 15m or 1h30m%s"
                                        .formatted(text, never ? ", or " + NEVER : "")));
    }

    private void taints(ObjectValue inputs, String name) {
        List<Value> items = inputs.list(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).bare() instanceof ObjectValue taint) {
                oneOf("%s[%d].effect".formatted(name, i), taint, "effect", EFFECTS);
            }
        }
    }

    private void requirements(ObjectValue inputs) {
        List<Value> items = inputs.list("requirements");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).bare() instanceof ObjectValue requirement) {
                requirement("requirements[%d]".formatted(i), requirement);
            }
        }
    }

    private void requirement(String at, ObjectValue requirement) {
        requirement
                .text("operator")
                .ifPresent(text ->
                        tried(
                                at + ".operator",
                                () -> operands(at, requirement, Operator.parse(text))));
        requirement
                .integer("minValues")
                .filter(number -> number < 1 || number > 50)
                .ifPresent(
                        number -> fail(at + ".minValues", "is %d; give 1 to 50".formatted(number)));
    }

    private void operands(String at, ObjectValue requirement, Operator operator) {
        if (!requirement.isKnown("values")) {
            return;
        }
        List<String> values = requirement.texts("values");
        if (ALONE.contains(operator)) {
            if (!values.isEmpty()) {
                fail(at + ".values", "has no effect with " + operator + "; take it away");
            }
        } else if (values.isEmpty()) {
            fail(at + ".values", operator + " needs some; give at least one");
        } else if (!LISTED.contains(operator)
                && (values.size() > 1 || !values.getFirst().matches("[0-9]{1,18}"))) {
            fail(
                    at + ".values",
                    "%s compares with one whole number, not with %s"
                            .formatted(operator, String.join(", ", values)));
        }
    }

    private void disruption(ObjectValue disruption) {
        oneOf("disruption.consolidationPolicy", disruption, "consolidationPolicy", POLICIES);
        duration("disruption.", disruption, "consolidateAfter", true);
        List<Value> budgets = disruption.list("budgets");
        for (int i = 0; i < budgets.size(); i++) {
            if (budgets.get(i).bare() instanceof ObjectValue budget) {
                budget("disruption.budgets[%d].".formatted(i), budget);
            }
        }
    }

    private void budget(String at, ObjectValue budget) {
        budget.text("nodes")
                .ifPresent(nodes ->
                        tried(at + "nodes", () -> new Budget(nodes, Set.of(), null, null)));
        budget.text("schedule").ifPresent(text -> tried(at + "schedule", () -> Cron.parse(text)));
        duration(at, budget, "duration", false);
        if (budget.has("schedule") != budget.has("duration")) {
            fail(
                    at + (budget.has("schedule") ? "duration" : "schedule"),
                    "is missing; schedule and duration come together");
        }
        for (String reason : budget.texts("reasons")) {
            if (!REASONS.contains(reason)) {
                fail(at + "reasons", no(reason, REASONS));
            }
        }
    }

    private void mode(ObjectValue inputs) {
        oneOf("mode", inputs, "mode", MODES);
        if (inputs.has("approvedPlan")
                && inputs.text("mode").filter(AutoscalingPolicyType.ACT::equals).isPresent()) {
            fail(
                    "approvedPlan",
                    "has no effect on a pool that acts unasked; take it away, or give mode: Plan");
        }
    }

    private void oneOf(String at, ObjectValue object, String name, List<String> known) {
        object.text(name)
                .filter(text -> !known.contains(text))
                .ifPresent(text -> fail(at, no(text, known)));
    }

    private static String no(String text, List<String> known) {
        return "\"%s\" is none of them; there are %s".formatted(text, String.join(", ", known));
    }

    private void tried(String at, Runnable attempt) {
        try {
            attempt.run();
        } catch (IllegalArgumentException e) {
            fail(at, Failures.text(e));
        }
    }

    private void fail(String at, String reason) {
        failures.add(new PropertyFailure(at, reason));
    }
}
