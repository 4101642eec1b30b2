package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.nodes.Choice;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The providers of machines: what they sell, and requests to them, each on a thread of its own so
/// that a slow one holds up nothing else.
final class Machines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Machines.class);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /// What clouds put into a refusal that is another one each time, for their support.
    private static final Pattern CODED = Pattern.compile("\\S{80,}");

    private final String cluster;
    private final Map<String, Stall> stalls;
    private final MachineTypes machineTypes;
    private final Tickets tickets;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile SortedMap<String, List<InstanceType>> types = new TreeMap<>();
    private volatile Map<String, String> problems = Map.of();

    /// What of a provider's properties its cloud last said that it cannot be.
    private final Map<String, String> refusals = new ConcurrentHashMap<>();

    /// Why a provider did not say what it takes away when it was last asked.
    private final Map<String, String> silences = new ConcurrentHashMap<>();

    /// @param stalls by name
    Machines(AutoNodeSetup setup, Map<String, Stall> stalls, Tickets tickets) {
        this.cluster = setup.cluster();
        this.stalls = Map.copyOf(stalls);
        this.machineTypes = new MachineTypes(setup.kubelet());
        this.tickets = tickets;
    }

    SortedMap<String, List<InstanceType>> types() {
        return types;
    }

    /// Why no machine is to be had of this provider; empty if one is.
    String problem(String provider) {
        String refused = refusals.get(provider);
        return refused != null ? refused : shut(provider);
    }

    private String shut(String provider) {
        return stalls.containsKey(provider)
                ? problems.getOrDefault(provider, "")
                : "there is no provider %s; name it in privateNodes.autoNodes".formatted(provider);
    }

    /// Asks all providers what they sell; one that does not answer keeps what it had.
    void refresh() {
        var sold = new TreeMap<>(types);
        var wrong = new TreeMap<String, String>();
        stalls.forEach((name, stall) -> {
            switch (stall) {
                case Stall.Shut(String why) -> wrong.put(name, why);
                case Stall.Open open -> ask(name, open, sold, wrong);
            }
        });
        wrong.forEach((name, why) -> {
            if (!why.equals(problems.get(name))) {
                LOG.warn("cluster={} provider={} sells nothing: {}", cluster, name, why);
            }
        });
        types = sold;
        problems = Map.copyOf(wrong);
    }

    private void ask(
            String name,
            Stall.Open stall,
            Map<String, List<InstanceType>> sold,
            Map<String, String> wrong) {
        try {
            sold.put(
                    name,
                    stall.provider().machineTypes().stream()
                            .map(type -> machineTypes.of(name, type))
                            .toList());
        } catch (RuntimeException e) {
            if (!sold.containsKey(name)) {
                wrong.put(name, words(e));
            }
        }
    }

    /// @param told the outcome, later, by another thread
    void carryOut(Action.Request request, Consumer<Outcome> told) {
        threads.execute(() -> told.accept(outcome(request)));
    }

    private Outcome outcome(Action.Request request) {
        if (!(stalls.get(request.provider()) instanceof Stall.Open stall)) {
            return failed(request, shut(request.provider()));
        }
        try {
            stall.turns().acquire();
            try {
                return switch (request) {
                    case Action.Launch(Claim claim) -> launch(stall, claim);
                    case Action.Terminate(_, var machine) -> terminate(stall, machine);
                    case Action.ListMachines(var provider) -> list(stall, provider);
                };
            } finally {
                stall.turns().release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(request, "this control plane stops");
        } catch (RuntimeException e) {
            LOG.warn("cluster={} {} failed: {}", cluster, name(request), words(e));
            return failed(request, words(e));
        }
    }

    private Outcome launch(Stall.Open stall, Claim claim) {
        var id = new MachineId(cluster, claim.name());
        if (stall.provider().seek(id) instanceof Lookup.Found(Machine machine)) {
            if (machine.state() instanceof MachineState.Running) {
                bind(stall, claim, id);
                return launched(claim, machine, List.of());
            }
            // the token it was to join with may be spent: it is made anew
            if (stall.provider().delete(id) instanceof DeleteOutcome.TimedOut late) {
                return new Outcome.LaunchFailed(
                        claim.name(), "what is left of it does not go: " + late.waitingFor());
            }
        }
        Tickets.Ticket ticket = tickets.of(claim, stall.provider().name(), stall.ground());
        CreateOutcome made =
                stall.provider()
                        .create(
                                new MachineRequest(
                                        id,
                                        ticket.userData(),
                                        stall.images(),
                                        Offerings.choices(claim)));
        Outcome outcome = outcome(claim, made);
        remember(claim.provider(), made);
        boolean unused =
                !(made instanceof CreateOutcome.TimedOut) && !(outcome instanceof Outcome.Launched);
        if (unused || made instanceof CreateOutcome.AlreadyThere) {
            tickets.takeBack(ticket);
        }
        if (outcome instanceof Outcome.Launched) {
            bind(stall, claim, id);
        }
        return outcome;
    }

    /// That its properties cannot be so is known until a machine is made by them.
    private void remember(String provider, CreateOutcome made) {
        switch (made) {
            case CreateOutcome.BadConfiguration bad -> {
                String why = words(bad);
                if (!why.equals(refusals.put(provider, why))) {
                    LOG.warn("cluster={} provider={} refuses: {}", cluster, provider, why);
                }
            }
            case CreateOutcome.Created _, CreateOutcome.AlreadyThere _ -> refusals.remove(provider);
            case CreateOutcome.NoCapacity _,
                    CreateOutcome.Throttled _,
                    CreateOutcome.TimedOut _ -> {}
        }
    }

    private static String words(CreateOutcome.BadConfiguration bad) {
        return bad.field().isEmpty()
                ? bad.reason()
                : "properties: " + bad.field() + " " + bad.reason();
    }

    private void bind(Stall.Open stall, Claim claim, MachineId id) {
        tickets.bind(claim, stall.provider().name(), () -> stall.provider().identity(id));
    }

    private static Outcome launched(Claim claim, Machine machine, List<Choice> refused) {
        return new Outcome.Launched(
                claim.name(),
                machine.providerId(),
                Offerings.made(claim.provider(), machine.choice()),
                refused.stream()
                        .map(choice -> Offerings.made(claim.provider(), choice))
                        .collect(Collectors.toSet()));
    }

    private static Outcome outcome(Claim claim, CreateOutcome made) {
        return switch (made) {
            case CreateOutcome.Created(Machine machine, List<Choice> refused) ->
                    launched(claim, machine, refused);
            case CreateOutcome.AlreadyThere(Machine machine) -> launched(claim, machine, List.of());
            case CreateOutcome.NoCapacity(String reason) ->
                    new Outcome.NoCapacity(claim.name(), reason);
            case CreateOutcome.Throttled(Duration after) -> later(claim.name(), after);
            case CreateOutcome.BadConfiguration bad ->
                    new Outcome.LaunchFailed(claim.name(), words(bad));
            case CreateOutcome.TimedOut(var waitingFor, Duration after) ->
                    new Outcome.LaunchFailed(
                            claim.name(),
                            "waited %d s for %s".formatted(after.toSeconds(), waitingFor));
        };
    }

    private static Outcome later(String machine, Duration after) {
        return new Outcome.Later(
                machine,
                after,
                "its provider asks to come back after %d s".formatted(after.toSeconds()));
    }

    private Outcome terminate(Stall.Open stall, String machine) {
        return switch (stall.provider().delete(new MachineId(cluster, machine))) {
            case DeleteOutcome.Deleted _, DeleteOutcome.NothingThere _ -> new Outcome.Gone(machine);
            case DeleteOutcome.Throttled(Duration after) -> later(machine, after);
            case DeleteOutcome.TimedOut(var waitingFor, Duration after) ->
                    new Outcome.TerminateFailed(
                            machine, "waited %d s for %s".formatted(after.toSeconds(), waitingFor));
        };
    }

    private Outcome list(Stall.Open stall, String provider) {
        return new Outcome.Machines(
                provider,
                stall.provider().list(cluster).stream()
                        .map(machine -> machine.id().name())
                        .collect(Collectors.toSet()));
    }

    /// Tells of each of these machines that this provider is about to take away. Why it does not
    /// say is logged once, as it is asked every few seconds.
    void notices(String provider, Set<String> wanted, Consumer<Outcome> told) {
        if (!(stalls.get(provider) instanceof Stall.Open stall)) {
            return;
        }
        try {
            for (Notice notice : stall.provider().notices(cluster, wanted)) {
                told.accept(
                        new Outcome.Interrupted(
                                notice.machine().name(), notice.deadline(), notice.why()));
            }
            silences.remove(provider);
        } catch (RuntimeException e) {
            String why = CODED.matcher(words(e)).replaceAll("...");
            if (!why.equals(silences.put(provider, why))) {
                LOG.warn(
                        "cluster={} provider={} does not say which machines it takes away: {}",
                        cluster,
                        provider,
                        why);
            }
        }
    }

    private static Outcome failed(Action.Request request, String why) {
        return switch (request) {
            case Action.Launch(Claim claim) -> new Outcome.LaunchFailed(claim.name(), why);
            case Action.Terminate(_, var machine) -> new Outcome.TerminateFailed(machine, why);
            case Action.ListMachines(var provider) -> new Outcome.ListFailed(provider, why);
        };
    }

    private static String name(Action.Request request) {
        return switch (request) {
            case Action.Launch(Claim claim) -> "launch of " + claim.name();
            case Action.Terminate(_, var machine) -> "removal of " + machine;
            case Action.ListMachines(var provider) -> "listing of " + provider;
        };
    }

    private static String words(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /// Ends what is under way; it is repeated by whoever comes next.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            boolean ended = threads.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                LOG.warn("cluster={} a provider does not let go", cluster);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
