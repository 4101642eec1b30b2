package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Pools of nodes that one provider makes and removes.
public record AutoNodes(
        String provider,
        Map<String, String> properties,
        @Key("static") List<StaticPool> staticPools,
        @Key("dynamic") List<DynamicPool> dynamicPools) {

    /// A pool of fixed size.
    public record StaticPool(
            String name,
            int quantity,
            Map<String, String> properties,
            List<Requirement> nodeTypeSelector,
            List<JoinNode.Taint> taints,
            Map<String, String> nodeLabels,
            @Default("30s") String terminationGracePeriod,
            String profile) {}

    /// A pool that follows demand.
    public record DynamicPool(
            String name,
            Map<String, String> properties,
            List<Requirement> nodeTypeSelector,
            List<JoinNode.Taint> taints,
            Map<String, String> nodeLabels,
            Map<String, Object> limits,
            Disruption disruption,
            @Default("30s") String terminationGracePeriod,
            String expireAfter,
            int weight,
            String profile) {}

    /// Which machines may serve: a condition on one property.
    public record Requirement(String property, String operator, List<String> values, String value) {

        /// The operator that applies: `In` where none is written.
        public String effectiveOperator() {
            return operator.isEmpty() ? "In" : operator;
        }

        /// All operands, in whichever of the two keys they were written.
        public List<String> operands() {
            return value.isEmpty() ? values : List.of(value);
        }
    }

    /// When nodes are taken away again.
    public record Disruption(
            @Default("30s") String consolidateAfter,
            @Default("WhenEmptyOrUnderutilized") String consolidationPolicy,
            List<Budget> budgets) {}

    /// How many nodes may go at once, and when that holds.
    public record Budget(String nodes, String schedule, String duration) {}
}
