package io.mooring.nodes;

import io.mooring.nodes.CreateOutcome.BadConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What callers decide on, of what a cloud refused.
///
/// @param cloud its name for people
/// @param lists the settings that are lists, with their items, to blame the item that is named
public record Outcomes(String cloud, Map<String, List<String>> lists) {

    public Outcomes {
        lists = Map.copyOf(lists);
    }

    public CreateOutcome ofCreation(Refusal refusal, Duration after) {
        return switch (refusal) {
            case Refusal.Throttled(_, Duration wait) -> new CreateOutcome.Throttled(wait);
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

    /// @throws Refused what no outcome says
    public DeleteOutcome ofRemoval(Refused refused, Duration after) {
        return switch (refused.refusal()) {
            case Refusal.Throttled(_, Duration wait) -> new DeleteOutcome.Throttled(wait);
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
