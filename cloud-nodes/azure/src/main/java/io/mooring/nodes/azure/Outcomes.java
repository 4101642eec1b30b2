package io.mooring.nodes.azure;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import java.time.Duration;

/// What callers decide on, of what Azure refused.
final class Outcomes {

    private Outcomes() {}

    static CreateOutcome ofCreation(Refusal refusal, Duration after, AzureSettings settings) {
        return switch (refusal) {
            case Refusal.Throttled(_, Duration wait) -> new CreateOutcome.Throttled(wait);
            case Refusal.Unreachable(String message) ->
                    new CreateOutcome.TimedOut(azure(message), after);
            case Refusal.Busy(String message) -> new CreateOutcome.TimedOut(azure(message), after);
            case Refusal.NoCapacity(String message) -> new CreateOutcome.NoCapacity(message);
            case Refusal.BadField(String field, String message) ->
                    new BadConfiguration(precise(field, message, settings), message);
            case Refusal.NotThere(String message)
                    when message.contains("(ResourceGroupNotFound)") ->
                    new BadConfiguration("resourceGroup", message);
            // What we made a moment ago is not there any more: the next run makes it again.
            case Refusal.NotThere(String message) ->
                    new CreateOutcome.TimedOut(azure(message), after);
            case Refusal.AlreadyThere(String message) -> new BadConfiguration("", message);
        };
    }

    private static String precise(String field, String message, AzureSettings settings) {
        return switch (field) {
            case "vmSizes" -> Refusal.precise(field, message, settings.vmSizes());
            case "identities" -> Refusal.precise(field, message, settings.access().identities());
            default -> field;
        };
    }

    /// @throws Refused what no outcome says
    static DeleteOutcome ofRemoval(Refused refused, Duration after) {
        return switch (refused.refusal()) {
            case Refusal.Throttled(_, Duration wait) -> new DeleteOutcome.Throttled(wait);
            case Refusal.Unreachable(String message) ->
                    new DeleteOutcome.TimedOut(azure(message), after);
            case Refusal.Busy(String message) -> new DeleteOutcome.TimedOut(azure(message), after);
            default -> throw refused;
        };
    }

    private static String azure(String message) {
        return "Azure (" + message + ")";
    }
}
