package io.mooring.provider.resources;

import io.mooring.autonodes.Holdups;
import io.mooring.autonodes.Kinds;
import io.mooring.autoscaler.cluster.Holdup;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.provider.core.Await;
import io.mooring.provider.core.Await.Look;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.OperationTimedOut;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps a pool of auto nodes in its cluster as a policy says, by server-side apply.
final class AutoscalingPolicyHandler implements ResourceHandler {

    private static final Duration USUAL = Duration.ofMinutes(2);
    private static final Duration USUAL_END = Duration.ofMinutes(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Of so many nodes it is found out at each look what holds them up.
    private static final int MOST_ASKED = 10;

    private final Clusters clusters;
    private final Function<String, Optional<ClusterConnection>> found;

    /// @param found the cluster that an import names, as it names a control plane's
    AutoscalingPolicyHandler(
            Clusters clusters, Function<String, Optional<ClusterConnection>> found) {
        this.clusters = clusters;
        this.found = found;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        ObjectValue named = Names.withName(inputs, context);
        List<PropertyFailure> failures = new ArrayList<>(Names.check(named));
        failures.addAll(PolicyCheck.of(named));
        return new Checked(named, failures);
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return ObjectValue.builder().put("name", inputs.field("name")).build();
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        String name = inputs.requireText("name");
        KubeClient kube = kube(inputs);
        String attempt = "making policy %s of %s".formatted(name, connection(inputs));
        String owner = Names.owner(context.name());
        try {
            served(kube, name, context);
            kube.find(PolicyObject.ref(name)).ifPresent(pool -> requireOurs(attempt, pool, owner));
            kube.apply(Kinds.NODE_POOL, PolicyObject.of(inputs, owner));
        } catch (KubeFailure e) {
            throw Failures.nothingMade(attempt, e);
        }
        return new Created(name, settled(kube, inputs, "", context));
    }

    /// The control plane takes a moment to offer pools, and offers none where it knows no provider.
    private static void served(KubeClient kube, String name, OperationContext context) {
        new Await(context, USUAL, PAUSE)
                .until(
                        "the cluster to take policy " + name,
                        () -> {
                            try {
                                kube.list(Kinds.NODE_POOL, ListQuery.all());
                                return new Look.Ready<>(true);
                            } catch (KubeFailure.NotFound _) {
                                return new Look.Waiting<>(
                                        "it has no NodePools yet; its configuration has to name a"
                                                + " provider in privateNodes.autoNodes");
                            } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
                                return new Look.Waiting<>(Failures.text(e));
                            }
                        });
    }

    private static void requireOurs(String attempt, KubeObject pool, String owner) {
        requireUndeclared(attempt, pool);
        Optional<String> other = PolicyObject.owner(pool);
        if (other.filter(owner::equals).isEmpty()) {
            throw new ResourceFailure(
                    "%s: there is a NodePool of that name that %s; import it as CLUSTER:%s, or give another name"
                            .formatted(
                                    attempt,
                                    other.map(it -> "belongs to " + it)
                                            .orElse("no policy has made"),
                                    pool.name()));
        }
    }

    private static void requireUndeclared(String attempt, KubeObject pool) {
        if (PolicyObject.isDeclared(pool)) {
            throw new ResourceFailure(
                    "%s: privateNodes.autoNodes declares a pool of that name; take it away there, or give another name"
                            .formatted(attempt));
        }
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        String name = inputs.requireText("name");
        KubeClient kube = kube(inputs);
        String attempt = "changing policy %s of %s".formatted(name, connection(inputs));
        try {
            kube.find(PolicyObject.ref(name)).ifPresent(pool -> requireUndeclared(attempt, pool));
            kube.apply(Kinds.NODE_POOL, PolicyObject.of(inputs, Names.owner(context.name())));
            if (!PolicyObject.asks(inputs)) {
                PlanApproval.forget(kube, name);
            }
        } catch (KubeFailure e) {
            throw Failures.nothingMade(attempt, e);
        }
        String before = old.inputs().text("approvedPlan").orElse("");
        return settled(kube, inputs, before, context);
    }

    /// Waits until the cluster has looked at it, and has begun what is approved.
    ///
    /// @param before the plan that the last run approved
    private static ObjectValue settled(
            KubeClient kube, ObjectValue inputs, String before, OperationContext context) {
        String name = inputs.requireText("name");
        var await = new Await(context, USUAL, PAUSE);
        try {
            await.until("policy " + name + " to be of use", () -> ready(kube, name));
            PlanApproval.settle(kube, inputs, before, await);
            return PolicyObject.outputs(kube.get(PolicyObject.ref(name)));
        } catch (KubeFailure
                | PlanApproval.NotApproved
                | OperationTimedOut
                | OperationCancelled e) {
            var known = ObjectValue.builder().put("name", name).put("ready", false).put("nodes", 0);
            throw Failures.partial(name, known.build(), Failures.text(e), e);
        }
    }

    private static Look<Boolean> ready(KubeClient kube, String name) {
        KubeObject pool = kube.get(PolicyObject.ref(name));
        Optional<KubeObject> ready = PolicyObject.ready(pool);
        boolean holds = ready.flatMap(it -> it.text("status")).filter("True"::equals).isPresent();
        return holds
                ? new Look.Ready<>(true)
                : new Look.Waiting<>(
                        ready.flatMap(it -> it.text("message"))
                                .orElse("the control plane has not looked at it yet"));
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        if (old.isImport()) {
            return imported(old.id());
        }
        try {
            return kube(old.inputs())
                    .find(PolicyObject.ref(old.id()))
                    .<ReadOutcome>map(pool -> seen(pool, old.inputs()))
                    .orElseGet(ReadOutcome.Gone::new);
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout _) {
            context.progress().say("cannot look: " + connection(old.inputs()) + " does not answer");
            return new ReadOutcome.Found(
                    old.id(), old.inputs(), Outputs.kept(AutoscalingPolicyType.TYPE, old));
        } catch (KubeFailure e) {
            throw Failures.nothingMade("looking at policy " + old.id(), e);
        }
    }

    private static ReadOutcome seen(KubeObject pool, ObjectValue known) {
        return new ReadOutcome.Found(
                pool.name(), PolicyObject.inputs(pool, known), PolicyObject.outputs(pool));
    }

    /// By `CLUSTER:NAME`, the cluster being named as its control plane is when that is imported.
    private ReadOutcome imported(String id) {
        int colon = id.lastIndexOf(':');
        if (colon <= 0 || colon == id.length() - 1) {
            throw new ResourceFailure(
                    "importing \"%s\": this names no policy; write CLUSTER:NAME, with the cluster as its control plane is imported: NAME, NAMESPACE/NAME, CONTEXT/NAMESPACE/NAME, docker:NAME or ssh:[USER@]HOST[:PORT]/NAME"
                            .formatted(id));
        }
        Optional<ClusterConnection> cluster = found.apply(id.substring(0, colon));
        if (cluster.isEmpty()) {
            return new ReadOutcome.Gone();
        }
        try {
            return clusters.client(cluster.get())
                    .find(PolicyObject.ref(id.substring(colon + 1)))
                    .<ReadOutcome>map(pool -> adopted(id, pool, cluster.get()))
                    .orElseGet(ReadOutcome.Gone::new);
        } catch (KubeFailure e) {
            throw Failures.nothingMade("importing policy " + id, e);
        }
    }

    /// What the configuration of the control plane declares is written anew by each of its starts,
    /// so that no policy can have it.
    private static ReadOutcome adopted(String id, KubeObject pool, ClusterConnection cluster) {
        if (PolicyObject.isDeclared(pool)) {
            throw new ResourceFailure(
                    "importing policy %s: privateNodes.autoNodes of its cluster declares that pool; change it there"
                            .formatted(id));
        }
        return seen(pool, ObjectValue.builder().put("cluster", cluster.value()).build());
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        String attempt = "removing policy %s of %s".formatted(old.id(), connection(old.inputs()));
        KubeClient kube = kube(old.inputs());
        try {
            kube.delete(PolicyObject.ref(old.id()));
            var ofPool = ListQuery.all().labels("karpenter.sh/nodepool=" + old.id());
            new Await(context, USUAL_END, PAUSE)
                    .until(
                            "the machines of policy " + old.id() + " to go",
                            () -> going(kube, kube.list(Kinds.NODE_CLAIM, ofPool).items()));
        } catch (KubeFailure.NotFound _) {
            context.progress().say("its cluster has no auto nodes any more");
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
            throw new ResourceFailure(
                    "%s: its machines go only while its control plane runs; start that and run again, or, where it is gone for good, take the policy out of the state: %s"
                            .formatted(attempt, Failures.text(e)),
                    e);
        } catch (KubeFailure e) {
            throw Failures.nothingMade(attempt, e);
        }
    }

    private static Look<Boolean> going(KubeClient kube, List<KubeObject> claims) {
        if (claims.isEmpty()) {
            return new Look.Ready<>(true);
        }
        String left =
                "%d of its nodes are drained and their machines removed".formatted(claims.size());
        // a node is called like its claim
        List<String> nodes = claims.stream().map(KubeObject::name).limit(MOST_ASKED).toList();
        List<Holdup> held = Holdups.onNodes(kube, nodes);
        return new Look.Waiting<>(held.isEmpty() ? left : left + "; " + Holdup.words(held));
    }

    private KubeClient kube(ObjectValue inputs) {
        return clusters.client(connection(inputs));
    }

    private static ClusterConnection connection(ObjectValue inputs) {
        return ClusterConnection.of(inputs.requireObject("cluster"));
    }
}
