package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Token;
import java.util.ArrayList;
import java.util.List;

/// What a policy of auto nodes is: a `NodePool` of `karpenter.sh/v1` in the virtual cluster, by its
/// own names of fields.
public final class AutoscalingPolicyType {

    static final String ACT = "Act";
    static final String PLAN = "Plan";

    private static final ObjectType REQUIREMENT =
            ObjectType.of(
                    "mooring:index:NodeRequirement",
                    "A condition on a label that machines have to meet.",
                    Property.of("key", PropertyType.STRING, "The label's key.").asRequired(),
                    Property.of(
                                    "operator",
                                    PropertyType.STRING,
                                    "`In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt`, `Lt`, `Gte` or"
                                            + " `Lte`.")
                            .withDefault("In"),
                    Property.of(
                            "values",
                            PropertyType.STRINGS,
                            "The label's values; none for `Exists` and `DoesNotExist`, one whole"
                                    + " number for those that compare."),
                    Property.of(
                            "minValues",
                            PropertyType.INTEGER,
                            "How many values of the label a machine that is ordered has to leave"
                                    + " open: 1 to 50."));

    private static final ObjectType BUDGET =
            ObjectType.of(
                    "mooring:index:DisruptionBudget",
                    "How many nodes may go at once by choice.",
                    Property.of(
                                    "nodes",
                                    PropertyType.STRING,
                                    "A number of nodes or a part of them, as in `3` or `10%`.")
                            .asRequired(),
                    Property.of(
                            "reasons",
                            PropertyType.STRINGS,
                            "What it holds for: `Empty`, `Drifted`, `Underutilized`; all of them"
                                    + " when not given."),
                    Property.of(
                            "schedule",
                            PropertyType.STRING,
                            "When it begins to hold: five fields of cron or a macro such as"
                                    + " `@daily`, in UTC. Comes with `duration`."),
                    Property.of(
                            "duration",
                            PropertyType.STRING,
                            "For how long it holds from then, as in `8h`."));

    private static final ObjectType DISRUPTION =
            ObjectType.of(
                    "mooring:index:Disruption",
                    "When nodes go by choice.",
                    Property.of(
                            "consolidationPolicy",
                            PropertyType.STRING,
                            "`WhenEmpty`, `WhenEmptyOrUnderutilized` (as when not given) or"
                                    + " `Balanced`."),
                    Property.of(
                            "consolidateAfter",
                            PropertyType.STRING,
                            "For how long no pod must have come or gone, as in `30s`, or `Never`;"
                                    + " `0s` when not given."),
                    Property.of(
                            "budgets",
                            new PropertyType.ListOf(BUDGET.ref()),
                            "How many nodes may go at once; the smallest that holds decides. `10%`"
                                    + " when not given."));

    /// What a policy says beside whose machines they are and what its nodes bear.
    private static final List<Property> RULES =
            List.of(
                    Property.of(
                            "weight",
                            PropertyType.INTEGER,
                            "1 to 100: pools of more weight are bought from first."),
                    Property.of(
                            "limits",
                            PropertyType.STRING_MAP,
                            "What all its nodes together may have, by resource, as in `{cpu:"
                                    + " \"100\", memory: 512Gi}`; also `nodes` and"
                                    + " `mooring.io/dollars-per-hour`."),
                    Property.of(
                            "requirements",
                            new PropertyType.ListOf(REQUIREMENT.ref()),
                            "What machines it may have."),
                    Property.of(
                            "startupTaints",
                            new PropertyType.ListOf(NodeType.TAINT.ref()),
                            "Taints that something in the cluster takes off once a node is of"
                                    + " use."),
                    Property.of("disruption", DISRUPTION.ref(), "When nodes go by choice."),
                    Property.of(
                            "expireAfter",
                            PropertyType.STRING,
                            "How old a node may get, as in `720h` (as when not given), or"
                                    + " `Never`."),
                    Property.of(
                            "terminationGracePeriod",
                            PropertyType.STRING,
                            "How long a node that goes waits for its pods at most, as in `1h`; for"
                                    + " ever when not given."),
                    Property.of(
                            "launchTimeout",
                            PropertyType.STRING,
                            "How long a machine may take to be made; `5m` when not given."),
                    Property.of(
                            "registrationTimeout",
                            PropertyType.STRING,
                            "How long a machine may take to join; `15m` when not given."),
                    Property.of(
                            "notReadyTimeout",
                            PropertyType.STRING,
                            "How long a node may be not ready; `30m` when not given."),
                    Property.of(
                                    "mode",
                                    PropertyType.STRING,
                                    "`Act`, or `Plan` for a pool that launches nothing and gives"
                                            + " nothing up by choice until its plan is approved.")
                            .withDefault(ACT),
                    Property.of(
                            "approvedPlan",
                            PropertyType.STRING,
                            "The number of the plan that is approved, with mode `Plan`: what the"
                                    + " output `plan` begins with, and what the function `planNodes`"
                                    + " tells. A plan that has become another has another number, so"
                                    + " nobody approves what he has not read. One that was carried out"
                                    + " may stay here."));

    /// What a policy has.
    static final List<Property> OUTPUTS =
            List.of(
                    Property.of("name", PropertyType.STRING, "The pool's name.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "ready",
                                    PropertyType.BOOLEAN,
                                    "Whether the pool could get nodes when last looked at.")
                            .asRequired(),
                    Property.of(
                            "reason", PropertyType.STRING, "Why it can get none, when it cannot."),
                    Property.of(
                                    "nodes",
                                    PropertyType.INTEGER,
                                    "How many nodes it had, those on order among them, when last"
                                            + " looked at.")
                            .asRequired(),
                    Property.of(
                            "plan",
                            PropertyType.STRING,
                            "What it would do when last looked at, with mode `Plan`: its number,"
                                    + " what it adds to the dollars of an hour, and a line for each"
                                    + " change; absent while there is nothing to be done."));

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:index:AutoscalingPolicy",
                            "A pool of nodes that come and go with the pods of a virtual cluster: a"
                                    + " `NodePool` of `karpenter.sh/v1` in it. The cluster's control"
                                    + " plane makes the machines; it has to know their provider by"
                                    + " `privateNodes.autoNodes`. Removing the policy drains its nodes"
                                    + " and waits until their machines are gone.",
                            inputs(),
                            new ObjectSchema(OUTPUTS))
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    /// The rules of a policy, as the property of a pool whose nodes follow the pods.
    public static final ObjectType AUTOSCALING =
            new ObjectType(
                    Token.parse("mooring:index:Autoscaling"),
                    "How the nodes of a pool follow the pods.",
                    new ObjectSchema(RULES));

    private AutoscalingPolicyType() {}

    private static ObjectSchema inputs() {
        List<Property> properties = new ArrayList<>();
        properties.add(
                Property.of(
                                "cluster",
                                ClusterConnection.TYPE.ref(),
                                "The cluster whose pods the nodes are for: its output `connection`."
                                        + " Another cluster replaces the policy.")
                        .asRequired());
        properties.add(
                Property.of(
                                "name",
                                PropertyType.STRING,
                                "The pool's name: a DNS label of at most 40 characters. Made from"
                                        + " the resource's name when not given. A change replaces the"
                                        + " policy.")
                        .asImmutable());
        properties.add(
                Property.of(
                                "machineProvider",
                                PropertyType.STRING,
                                "Who makes the machines: a `provider` of the cluster's"
                                        + " `privateNodes.autoNodes`. A change replaces the nodes one"
                                        + " after the other.")
                        .asRequired());
        properties.add(
                Property.of(
                        "replicas",
                        PropertyType.INTEGER,
                        "How many nodes it has whatever the pods. Not given, it follows the"
                                + " pods."));
        properties.add(
                Property.of(
                        "labels",
                        PropertyType.STRING_MAP,
                        "Labels of the nodes. A change replaces the nodes one after the other."));
        properties.add(
                Property.of(
                        "taints",
                        new PropertyType.ListOf(NodeType.TAINT.ref()),
                        "Taints of the nodes. A change replaces the nodes one after the other."));
        properties.addAll(RULES);
        return new ObjectSchema(properties);
    }
}
