package io.mooring.frontends;

import io.mooring.provider.core.ObjectValue;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a front end says of a plan, in words that both have.
///
/// @param problems why there is no plan; none if there is one
/// @param replacing paths of the properties for which the resource is replaced
/// @param planned the outputs as far as they are foreseen; empty for a replacement
public record Verdict(
        List<Problem> problems, Action action, Set<String> replacing, ObjectValue planned) {

    /// What is to be done.
    public enum Action {
        REFUSED,
        CREATE,
        NONE,
        UPDATE,
        REPLACE
    }

    /// Something that is wrong.
    ///
    /// @param path where; empty for the resource as a whole
    public record Problem(String path, String reason) {
        public Problem {
            reason = reason.strip().replaceAll("\\s+", " ");
        }
    }

    /// No plan.
    public static Verdict refused(Collection<Problem> problems) {
        var sorted = problems.stream().sorted((a, b) -> text(a).compareTo(text(b))).toList();
        return new Verdict(sorted, Action.REFUSED, Set.of(), ObjectValue.EMPTY);
    }

    /// A plan.
    public static Verdict of(Action action, Collection<String> replacing, ObjectValue planned) {
        return new Verdict(List.of(), action, new TreeSet<>(replacing), planned);
    }

    private static String text(Problem problem) {
        return problem.path() + "\n" + problem.reason();
    }
}
