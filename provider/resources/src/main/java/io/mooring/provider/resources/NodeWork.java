package io.mooring.provider.resources;

import io.mooring.bootstrap.BootstrapToken;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.MachineProofs;
import io.mooring.bootstrap.TokenRequest;
import io.mooring.cloudinit.JoinToken;
import io.mooring.cloudinit.UserData;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.SecretText;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.Progress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps that make a node out of a machine and take it apart again. Each may be repeated after
/// a crash at any line.
final class NodeWork {

    private static final Duration TOKEN_TTL = Duration.ofMinutes(15);
    private static final Duration POWER_OFF_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final int LOOKS_A_QUESTION = 5;

    private final Clusters clusters;
    private final NodeMachines machines;
    private final SecureRandom random = new SecureRandom();

    NodeWork(Clusters clusters, NodeMachines machines) {
        this.clusters = clusters;
        this.machines = machines;
    }

    /// A node that did not become ready; the machine is there.
    static final class NodeNotReady extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NodeNotReady(String message) {
            super(message);
        }
    }

    NodeObjects objects(NodePlan plan) {
        return new NodeObjects(() -> clusters.client(plan.cluster()), plan.name());
    }

    /// The machine, if it is there.
    Optional<Machine> machine(MachineId id) {
        return machine(machines.provider().get(id));
    }

    /// As [#machine], before it is made: machines that only tell when they are on are switched on.
    Optional<Machine> sought(MachineId id) {
        return machine(machines.provider().seek(id));
    }

    private static Optional<Machine> machine(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(var machine) -> Optional.of(machine);
            case Lookup.NotFound _ -> Optional.empty();
        };
    }

    boolean runs(MachineId id) {
        return machine(id).filter(it -> it.state() instanceof MachineState.Running).isPresent();
    }

    /// In what the machine differs from what would be made now; that it does not run is no
    /// difference where it is not to run.
    List<String> drift(NodePlan plan) {
        return machines.provider().drift(plan.machine()).stream()
                .filter(it -> plan.poweredOn() || !it.field().equals(Drift.STATE))
                .map(Drift::toString)
                .toList();
    }

    /// Makes the machine with a token of its own, unless one is there that has joined or still may.
    void makeMachine(NodePlan plan, OperationContext context, Progress progress) {
        NodeObjects objects = objects(plan);
        if (runs(plan.machine()) && objects.status().isPresent()) {
            return;
        }
        // A machine that has not joined may hold a token that is spent, so it is made anew.
        removeMachine(plan.machine(), progress);
        objects.delete();
        progress.say("making a token for " + plan.name());
        String userData = UserData.document(plan.settings(token(plan, context)), plan.format());
        progress.say("starting machine " + plan.name());
        var request = new MachineRequest(plan.machine(), new SecretText(userData), plan.images());
        create(plan, request, progress);
        bind(plan, context);
    }

    private void create(NodePlan plan, MachineRequest request, Progress progress) {
        for (CreateOutcome outcome = machines.provider().create(request);
                ;
                outcome = machines.provider().create(request)) {
            switch (outcome) {
                case CreateOutcome.Created _, CreateOutcome.AlreadyThere _ -> {
                    return;
                }
                case CreateOutcome.NoCapacity(String reason) -> throw failed(plan, reason);
                case CreateOutcome.BadConfiguration bad -> throw refused(plan, bad);
                case CreateOutcome.Throttled(Duration after) ->
                        comeBack("making machine " + plan.name(), after, progress);
                case CreateOutcome.TimedOut(String waitingFor, Duration after) ->
                        throw new NodeNotReady(
                                "starting machine %s: waited %d s for %s; its console:\n%s"
                                        .formatted(
                                                plan.name(),
                                                after.toSeconds(),
                                                waitingFor,
                                                machines.joining().console(plan.machine())));
            }
        }
    }

    private static void comeBack(String attempt, Duration after, Progress progress) {
        if (progress.remaining().compareTo(after) < 0) {
            throw new ProviderFailure(
                    "%s: its provider asks to come back after %d s; run again then"
                            .formatted(attempt, after.toSeconds()));
        }
        progress.say(
                "%s: its provider asks to come back after %d s"
                        .formatted(attempt, after.toSeconds()));
        progress.pause(after);
    }

    private ResourceFailure refused(NodePlan plan, CreateOutcome.BadConfiguration bad) {
        return machines.blamed(bad)
                .<ResourceFailure>map(failure ->
                        new InvalidInputs("making machine " + plan.name() + ":", List.of(failure)))
                .orElseGet(() -> failed(plan, bad.reason()));
    }

    private static ResourceFailure failed(NodePlan plan, String reason) {
        return new ResourceFailure("making machine %s: %s".formatted(plan.name(), reason));
    }

    /// Tells the control plane which machine it is, where that has to prove it: it is let in then.
    /// Whoever repeats this after a crash makes the machine anew, and a token with it.
    private void bind(NodePlan plan, OperationContext context) {
        KubeClient kube = clusters.client(plan.cluster());
        if (!MachineProofs.wanted(kube, machines.provider().name())) {
            return;
        }
        Map<String, String> machine = machines.provider().identity(plan.machine());
        if (machine.isEmpty()) {
            throw failed(plan, "its provider does not show it any more; run again");
        }
        context.progress().say("telling the control plane which machine " + plan.name() + " is");
        MachineProofs.bindAll(
                new BootstrapTokens(kube, context.clock(), random), plan.name(), machine);
    }

    private JoinToken token(NodePlan plan, OperationContext context) {
        KubeClient kube = clusters.client(plan.cluster());
        String cloud = machines.provider().name();
        boolean proven = MachineProofs.wanted(kube, cloud);
        TokenRequest any = TokenRequest.defaults();
        BootstrapToken token =
                new BootstrapTokens(kube, context.clock(), random)
                        .create(
                                (proven ? any.provenBy(cloud) : any)
                                        .ttl(TOKEN_TTL)
                                        .once()
                                        .forNode(plan.name())
                                        .describedAs("node " + plan.name()));
        return new JoinToken(token.value(), proven ? cloud : "");
    }

    /// Starts a machine that is there but does not run.
    ///
    /// @return from when on a report of the kubelet is one of this start; empty where there is no
    ///   room for it any more, as for a spot machine that its provider took back
    Optional<Instant> powerOn(NodePlan plan, OperationContext context) {
        context.progress().say("powering machine " + plan.name() + " on");
        Instant start = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            machines.provider().powerOn(plan.machine());
            return Optional.of(start);
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NoCapacity(String reason))) {
                throw e;
            }
            context.progress()
                    .say(
                            "machine %s cannot be powered on (%s); making another"
                                    .formatted(plan.name(), reason));
            return Optional.empty();
        }
    }

    void powerOff(NodePlan plan, Progress progress) {
        progress.say("shutting machine " + plan.name() + " down");
        machines.provider().powerOff(plan.machine(), POWER_OFF_PATIENCE);
    }

    /// Waits until the kubelet reports, not before `since`, that the node is ready.
    ///
    /// @throws NodeNotReady with the end of the machine's console, when it does not in time or its
    ///   machine ends or gives up
    NodeObjects.Status awaitReady(NodePlan plan, Instant since, Progress progress) {
        NodeObjects objects = objects(plan);
        String last = "nothing yet";
        String machine = "its machine starts";
        for (int look = 1; ; look++) {
            boolean joined = false;
            boolean askMachine = look % machines.looksAMachineLook() == 0;
            try {
                Optional<NodeObjects.Status> status = objects.status();
                if (status.filter(s -> s.readySince(since)).isPresent()) {
                    return status.get();
                }
                joined = status.isPresent();
                if (!joined && askMachine) {
                    machine = machines.joining().words(plan.machine());
                }
                last = status.map(NodeWork::words).orElse(machine);
            } catch (KubeFailure e) {
                // A kube-apiserver that starts anew forbids for a moment what it then allows.
                last = "the API does not answer as it should: " + e.getMessage();
            }
            if (askMachine) {
                requireItRuns(plan, last);
            }
            if (!joined && look % LOOKS_A_QUESTION == 0) {
                requireItTries(plan);
            }
            progress.say("waiting for node " + plan.name() + ": " + last);
            if (!progress.remaining().isPositive()) {
                throw notReady(plan, "it was not ready in time", last);
            }
            progress.pause(PAUSE);
        }
    }

    private void requireItRuns(NodePlan plan, String last) {
        if (!runs(plan.machine())) {
            throw notReady(plan, "its machine ended", last);
        }
    }

    private void requireItTries(NodePlan plan) {
        machines.joining()
                .gaveUp(plan.machine())
                .ifPresent(why -> {
                    throw notReady(plan, "it gave up joining; run again to make it anew", why);
                });
    }

    private static String words(NodeObjects.Status status) {
        return status.ready()
                ? "it has not reported since its start"
                : "it has joined but is not ready: " + status.message();
    }

    private NodeNotReady notReady(NodePlan plan, String what, String last) {
        return new NodeNotReady(
                "waiting for node %s of cluster %s: %s; last seen: %s. The end of its console:\n%s"
                        .formatted(
                                plan.name(),
                                plan.cluster().name(),
                                what,
                                last,
                                machines.joining().console(plan.machine())));
    }

    /// Moves the pods away, as the plan's rules say, as long as there is an API that answers.
    ///
    /// @throws NodeDrain.Undrained where these rules keep the machine for what has not left
    void drain(NodePlan plan, OperationContext context) {
        var progress =
                new Patience(context, "draining node " + plan.name(), plan.drain().timeout());
        var pods = new NodePods(() -> clusters.client(plan.cluster()), plan.name());
        new NodeDrain(plan, objects(plan), pods, context.clock(), progress).run();
    }

    /// Deletes the node from its cluster, if that still answers.
    void deleteObject(NodePlan plan, Progress progress) {
        try {
            objects(plan).delete();
        } catch (KubeFailure e) {
            progress.say("the object of node " + plan.name() + " stays: " + e.getMessage());
        }
    }

    void removeMachine(MachineId id, Progress progress) {
        for (DeleteOutcome outcome = machines.provider().delete(id);
                ;
                outcome = machines.provider().delete(id)) {
            switch (outcome) {
                case DeleteOutcome.Deleted _, DeleteOutcome.NothingThere _ -> {
                    return;
                }
                case DeleteOutcome.Throttled(Duration after) ->
                        comeBack("removing machine " + id, after, progress);
                case DeleteOutcome.TimedOut(String waitingFor, Duration after) ->
                        throw new ProviderFailure(
                                "removing machine %s: waited %d s for %s; run again"
                                        .formatted(id, after.toSeconds(), waitingFor));
            }
        }
    }
}
