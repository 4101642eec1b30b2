package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Sells machines, slowly, with errors; takes spot machines away; forgets none.
final class FakeProvider {

    private static final Taint NOT_READY =
            new Taint("node.kubernetes.io/not-ready", "", "NoExecute");

    private static final double THROTTLED = 0.03;

    record Machine(String name, String id, Claim.Spec spec, Instant since) {}

    /// @param boot how long a machine takes to join
    record Manner(
            Duration answer, Duration boot, double errors, double refusals, double stillborn) {}

    final String name;
    final TreeMap<String, Machine> machines = new TreeMap<>();
    private final List<InstanceType> types;
    private final Manner manner;
    private final Timeline time;
    private final FakeApi api;
    private final Random random;
    private final Consumer<Outcome> tell;

    /// No more faults.
    boolean kind;

    /// Answers nothing but that it cannot answer.
    boolean down;

    private int made;

    FakeProvider(
            String name,
            List<InstanceType> types,
            Manner manner,
            Timeline time,
            FakeApi api,
            Random random,
            Consumer<Outcome> tell) {
        this.name = name;
        this.types = types;
        this.manner = manner;
        this.time = time;
        this.api = api;
        this.random = random;
        this.tell = tell;
    }

    /// Takes its time before it does anything, and again before it answers.
    void request(Action.Request request, Consumer<Outcome> answer) {
        time.in(
                some(manner.answer),
                () -> {
                    Outcome outcome = carryOut(request);
                    time.in(some(manner.answer), () -> answer.accept(outcome));
                });
    }

    private Outcome carryOut(Action.Request request) {
        if (down && !kind) {
            return switch (request) {
                case Action.Launch(Claim claim) -> new Outcome.LaunchFailed(claim.name(), "down");
                case Action.Terminate(_, var machine) ->
                        new Outcome.TerminateFailed(machine, "down");
                case Action.ListMachines _ -> new Outcome.ListFailed(name, "down");
            };
        }
        boolean fails = fault(manner.errors);
        return switch (request) {
            case Action.Launch(Claim claim) when fault(THROTTLED) -> later(claim.name());
            case Action.Launch(Claim claim) -> launch(claim, fails);
            case Action.Terminate(_, var machine) when fault(THROTTLED) -> later(machine);
            case Action.Terminate(_, var machine) -> terminate(machine, fails);
            case Action.ListMachines _ ->
                    fails
                            ? new Outcome.ListFailed(name, "503")
                            : new Outcome.Machines(name, machines.keySet());
        };
    }

    private Outcome later(String machine) {
        return new Outcome.Later(machine, some(Duration.ofMinutes(1)), "RequestLimitExceeded");
    }

    private Outcome launch(Claim claim, boolean fails) {
        Machine there = machines.get(claim.name());
        var refused = new HashSet<Outcome.Made>();
        if (there == null) {
            if (fails && random.nextBoolean()) {
                return new Outcome.LaunchFailed(claim.name(), "500 before anything was made");
            }
            Claim.Spec had = null;
            for (Claim.Spec spec : claim.spec().choices()) {
                if (!fault(manner.refusals) && left(spec) > 0) {
                    had = spec;
                    break;
                }
                refused.add(Outcome.Made.as(spec));
            }
            if (had == null) {
                return new Outcome.NoCapacity(claim.name(), "InsufficientInstanceCapacity");
            }
            there = new Machine(claim.name(), name + "://" + made++, had, time.now());
            machines.put(claim.name(), there);
            boot(there);
        }
        return fails
                ? new Outcome.LaunchFailed(claim.name(), "the answer was lost")
                : new Outcome.Launched(
                        claim.name(), there.id, Outcome.Made.as(there.spec), refused);
    }

    private void boot(Machine machine) {
        if (fault(manner.stillborn)) {
            return;
        }
        time.in(
                manner.boot.plus(some(manner.boot)),
                () -> {
                    if (machines.containsValue(machine)) {
                        join(machine);
                    }
                });
    }

    private void join(Machine machine) {
        Claim.Spec spec = machine.spec;
        var labels = new TreeMap<String, String>();
        labels.put("kubernetes.io/hostname", machine.name);
        api.nodes.put(
                machine.name,
                new Node(
                        machine.name,
                        machine.id,
                        labels,
                        List.of(NodeMarks.UNREGISTERED, NOT_READY),
                        spec.allocatable(),
                        false,
                        time.now(),
                        0,
                        false));
        time.in(Duration.ofSeconds(10), () -> ready(machine, true));
        time.in(
                Duration.ofSeconds(30),
                () ->
                        api.nodes.computeIfPresent(
                                machine.name,
                                (_, node) ->
                                        node.with(
                                                node.labels(),
                                                node.taints().stream()
                                                        .filter(t ->
                                                                !spec.startupTaints().contains(t))
                                                        .toList())));
    }

    private void ready(Machine machine, boolean ready) {
        api.nodes.computeIfPresent(
                machine.name,
                (_, node) ->
                        new Node(
                                node.name(),
                                node.providerId(),
                                node.labels(),
                                ready
                                        ? NodeMarks.without(node.taints(), NOT_READY)
                                        : NodeMarks.with(node.taints(), NOT_READY),
                                node.allocatable(),
                                ready,
                                time.now(),
                                0,
                                false));
    }

    private Outcome terminate(String machine, boolean fails) {
        if (fails) {
            return new Outcome.TerminateFailed(machine, "503");
        }
        return destroy(machine) ? new Outcome.Going(machine) : new Outcome.Gone(machine);
    }

    /// The machine is gone from one moment to the next; its node is not ready any more.
    boolean destroy(String machine) {
        Machine gone = machines.remove(machine);
        if (gone != null) {
            ready(gone, false);
        }
        return gone != null;
    }

    /// The machine stays, and nothing on it works any more.
    void hang(String machine) {
        Machine dead = machines.get(machine);
        if (dead != null) {
            ready(dead, false);
        }
    }

    /// Takes a machine away with two minutes' notice, told every half minute.
    void interrupt(String machine) {
        Instant deadline = time.now().plusSeconds(120);
        for (int i = 0; i < 4; i++) {
            time.in(
                    Duration.ofSeconds(30L * i),
                    () ->
                            tell.accept(
                                    new Outcome.Interrupted(
                                            machine, deadline, "spot interruption")));
        }
        time.at(deadline, () -> destroy(machine));
    }

    List<InstanceType> sold() {
        var sold = new ArrayList<InstanceType>();
        for (InstanceType type : types) {
            var offerings = new ArrayList<Offering>();
            for (Offering offering : type.offerings()) {
                offerings.add(
                        offering.count() == Offering.UNLIMITED
                                ? offering
                                : new Offering(
                                        offering.zone(),
                                        offering.capacityType(),
                                        offering.price(),
                                        true,
                                        offering.reservation(),
                                        offering.count() - taken(type.name(), offering)));
            }
            sold.add(
                    new InstanceType(
                            type.name(),
                            type.capacity(),
                            type.allocatable(),
                            type.labels(),
                            offerings));
        }
        return sold;
    }

    private long left(Claim.Spec spec) {
        for (InstanceType type : types) {
            for (Offering offering : type.offerings()) {
                if (type.name().equals(spec.instanceType())
                        && offering.zone().equals(spec.zone())
                        && offering.capacityType().equals(spec.capacityType())) {
                    return offering.count() - taken(type.name(), offering);
                }
            }
        }
        return 0;
    }

    private long taken(String type, Offering offering) {
        return machines.values().stream()
                .filter(m -> m.spec.instanceType().equals(type))
                .filter(m -> m.spec.zone().equals(offering.zone()))
                .filter(m -> m.spec.capacityType().equals(offering.capacityType()))
                .count();
    }

    double price() {
        return machines.values().stream().mapToDouble(m -> m.spec.price()).sum();
    }

    private boolean fault(double chance) {
        return !kind && random.nextDouble() < chance;
    }

    private Duration some(Duration most) {
        return Duration.ofMillis(1 + random.nextInt((int) Math.max(1, most.toMillis())));
    }
}
