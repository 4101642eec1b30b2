package io.mooring.provider.resources;

import io.mooring.autonodes.ClusterPlan;
import io.mooring.autonodes.Kinds;
import io.mooring.autoscaler.plan.Plan;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.ListQuery;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;

/// Tells what the auto nodes of a cluster would do now; changes nothing.
final class PlanNodesFunction {

    private static final ObjectType ACTION =
            ObjectType.of(
                    "mooring:index:PlannedNode",
                    "A machine that would come or go.",
                    Property.of("action", PropertyType.STRING, "`launch`, `remove` or `replace`.")
                            .asRequired(),
                    Property.of(
                            "node",
                            PropertyType.STRING,
                            "The node; absent for a machine to be launched."),
                    Property.of("pool", PropertyType.STRING, "Its pool.").asRequired(),
                    Property.of("instanceType", PropertyType.STRING, "What it is.").asRequired(),
                    Property.of("zone", PropertyType.STRING, "Where it is.").asRequired(),
                    Property.of(
                                    "capacityType",
                                    PropertyType.STRING,
                                    "How it is paid for: `on-demand`, `spot` or `reserved`.")
                            .asRequired(),
                    Property.of("price", PropertyType.NUMBER, "Its dollars an hour.").asRequired(),
                    Property.of("why", PropertyType.STRING, "Why, in plain words.").asRequired());

    static final FunctionType TYPE =
            FunctionType.of(
                    "mooring:index:planNodes",
                    "What the auto nodes of a virtual cluster would do now, why, and what it costs;"
                            + " changes nothing. Plans of pools that ask first are taken for approved,"
                            + " and nodes for left alone as long as their pools want.",
                    ObjectSchema.of(
                            Property.of(
                                            "cluster",
                                            ClusterConnection.TYPE.ref(),
                                            "The cluster: its output `connection`.")
                                    .asRequired()),
                    ObjectSchema.of(
                            Property.of(
                                            "actions",
                                            new PropertyType.ListOf(ACTION.ref()),
                                            "What would come and go.")
                                    .asRequired(),
                            Property.of(
                                            "unplaced",
                                            PropertyType.STRINGS,
                                            "Pods that no machine can be had for, and why.")
                                    .asRequired(),
                            Property.of(
                                            "priceNow",
                                            PropertyType.NUMBER,
                                            "What the nodes of pools cost, in dollars an hour.")
                                    .asRequired(),
                            Property.of(
                                            "priceThen",
                                            PropertyType.NUMBER,
                                            "What they would cost once this is done.")
                                    .asRequired(),
                            Property.of(
                                            "awaitingApproval",
                                            PropertyType.STRING_MAP,
                                            "The plans that wait for approval, by pool: a number,"
                                                    + " which is what is approved, what it adds to the"
                                                    + " dollars of an hour, and a line for each"
                                                    + " change.")
                                    .asRequired()));

    private final Clusters clusters;

    PlanNodesFunction(Clusters clusters) {
        this.clusters = clusters;
    }

    ObjectValue plan(ObjectValue arguments, OperationContext context) {
        var cluster = ClusterConnection.of(arguments.requireObject("cluster"));
        String attempt = "planning the nodes of " + cluster;
        KubeClient kube = clusters.client(cluster);
        try {
            Plan plan = ClusterPlan.of(kube, context.clock().instant());
            return ObjectValue.builder()
                    .put(
                            "actions",
                            Value.list(
                                    plan.lines().stream().map(PlanNodesFunction::action).toList()))
                    .put("unplaced", Value.texts(plan.homeless()))
                    .put("priceNow", Value.of(plan.now()))
                    .put("priceThen", Value.of(plan.then()))
                    .put(
                            "awaitingApproval",
                            PolicyObject.plans(kube.list(Kinds.NODE_POOL, ListQuery.all()).items()))
                    .build();
        } catch (IllegalStateException e) {
            throw new ResourceFailure(attempt + ": " + Failures.text(e), e);
        } catch (KubeFailure e) {
            throw Failures.nothingMade(attempt, e);
        }
    }

    private static Value action(Plan.Line line) {
        var action =
                ObjectValue.builder()
                        .put("action", line.kind().toString())
                        .put("pool", line.pool())
                        .put("instanceType", line.instanceType())
                        .put("zone", line.zone())
                        .put("capacityType", line.capacityType())
                        .put("price", Value.of(line.price()))
                        .put("why", line.why());
        if (!line.node().isEmpty()) {
            action.put("node", line.node());
        }
        return action.build();
    }
}
