package io.mooring.nodes;

import io.mooring.nodes.CreateOutcome.BadConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Changes to a cloud's machines: one at a time for each of them, and what became of it as callers
/// decide on it. For providers to use. Thread-safe.
public final class Changes {

    private final String cloud;
    private final Map<String, List<String>> lists;
    private final Pace pace;
    private final Turns turns = new Turns();

    /// @param cloud its name for people
    /// @param lists the settings that are lists, with their items, to blame the item that is named
    public Changes(String cloud, Map<String, List<String>> lists, Pace pace) {
        this.cloud = cloud;
        this.lists = Map.copyOf(lists);
        this.pace = pace;
    }

    public CreateOutcome create(MachineId id, Supplier<CreateOutcome> work) {
        Instant start = pace.now();
        try {
            return turns.alone(id, work);
        } catch (Refused e) {
            return ofCreation(e.refusal(), Duration.between(start, pace.now()));
        }
    }

    /// @throws Refused what no outcome says
    public DeleteOutcome delete(MachineId id, Supplier<DeleteOutcome> work) {
        Instant start = pace.now();
        try {
            return turns.alone(id, work);
        } catch (Refused e) {
            return ofRemoval(e, Duration.between(start, pace.now()));
        }
    }

    /// Any other change.
    public <T> T alone(MachineId id, Supplier<T> work) {
        return turns.alone(id, work);
    }

    private CreateOutcome ofCreation(Refusal refusal, Duration after) {
        return switch (refusal) {
            case Refusal.Throttled(_, var wait) ->
                    new CreateOutcome.Throttled(wait.orElse(Refusal.USUAL_WAIT));
            case Refusal.Unreachable(String message) ->
                    new CreateOutcome.TimedOut(named(message), after);
            case Refusal.Busy(String message) -> new CreateOutcome.TimedOut(named(message), after);
            case Refusal.NoCapacity(String message) -> new CreateOutcome.NoCapacity(message);
            case Refusal.BadField(String field, String message) ->
                    new BadConfiguration(precise(field, message), message);
            // What we made a moment ago is not there any more: the next run makes it again.
            case Refusal.NotThere(String message) ->
                    new CreateOutcome.TimedOut(named(message), after);
            case Refusal.AlreadyThere(String message) -> new BadConfiguration("", message);
            case Refusal.Spent(String message) -> new BadConfiguration("", message);
        };
    }

    private String precise(String field, String message) {
        return Refusal.precise(field, message, lists.getOrDefault(field, List.of()));
    }

    private DeleteOutcome ofRemoval(Refused refused, Duration after) {
        return switch (refused.refusal()) {
            case Refusal.Throttled(_, var wait) ->
                    new DeleteOutcome.Throttled(wait.orElse(Refusal.USUAL_WAIT));
            case Refusal.Unreachable(String message) ->
                    new DeleteOutcome.TimedOut(named(message), after);
            case Refusal.Busy(String message) -> new DeleteOutcome.TimedOut(named(message), after);
            default -> throw refused;
        };
    }

    private String named(String message) {
        return cloud + " (" + message + ")";
    }
}
