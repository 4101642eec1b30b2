package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Moves the pods of a node away before its machine goes, by its [DrainRules].
///
///     cordoned -> asked, again and again -> all have left                        -> the machine goes
///                                        -> the time is over, onTimeout force    -> the machine goes
///                                        -> the time is over, onTimeout fail     -> Undrained
///     cordoned -> pods for which the rules keep the machine                      -> Undrained
///     the API does not answer: the machine goes, or Undrained at the end where rules may keep it
///
/// A node that is not drained takes pods again. Used by one thread.
final class NodeDrain {

    private static final Duration PAUSE = Duration.ofMillis(400);

    private final NodePlan plan;
    private final NodeObjects node;
    private final NodePods pods;
    private final Clock clock;
    private final Progress progress;
    private boolean cordoned;

    NodeDrain(NodePlan plan, NodeObjects node, NodePods pods, Clock clock, Progress progress) {
        this.plan = plan;
        this.node = node;
        this.pods = pods;
        this.clock = clock;
        this.progress = progress;
    }

    /// Pods have not left, and keep the machine.
    static final class Undrained extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undrained(String message) {
            super(message);
        }
    }

    /// What a look found.
    private sealed interface Look {
        /// Nothing keeps the machine.
        record Drained() implements Look {}

        /// Pods have not left yet.
        record Left(String words) implements Look {}

        /// Nobody can tell.
        record Unanswered(KubeFailure failure) implements Look {}
    }

    void run() {
        DrainRules rules = plan.drain();
        Instant end = clock.instant().plus(rules.timeout());
        while (true) {
            Look look = look();
            boolean late = !clock.instant().isBefore(end);
            switch (look) {
                case Look.Drained _ -> {
                    return;
                }
                case Look.Unanswered(KubeFailure failure) when !rules.mayKeep() -> {
                    progress.say("not draining node " + plan.name() + ": " + failure.getMessage());
                    return;
                }
                case Look.Unanswered(KubeFailure failure) when late ->
                        throw undrained(
                                "nobody can tell which pods are on it: %s"
                                        .formatted(failure.getMessage()),
                                "mend that and run again; or have it go all the same: set drain.onTimeout to force and what drain keeps to true, bring that about (which may fail with this), then run again");
                case Look.Unanswered(KubeFailure failure) ->
                        progress.say(
                                "draining node %s: %s"
                                        .formatted(plan.name(), failure.getMessage()));
                case Look.Left(String words) when late && rules.atEnd() == DrainRules.AtEnd.FAIL ->
                        throw undrained(
                                "after %d s %s".formatted(rules.timeout().toSeconds(), words),
                                "run again to go on; or give drain a longer timeout, or onTimeout force, which removes the machine with what is left");
                case Look.Left(String words) when late -> {
                    progress.say(
                            "node %s is not drained after %d s, and its machine goes with what is left: %s"
                                    .formatted(plan.name(), rules.timeout().toSeconds(), words));
                    return;
                }
                case Look.Left(String words) ->
                        progress.say(
                                "draining node %s: %s; %s"
                                        .formatted(plan.name(), words, whatThen(rules)));
            }
            progress.pause(PAUSE);
        }
    }

    private static String whatThen(DrainRules rules) {
        long seconds = rules.timeout().toSeconds();
        return switch (rules.atEnd()) {
            case FORCE -> "after %d s its machine goes whatever is left".formatted(seconds);
            case FAIL -> "after %d s this fails, and its machine stays".formatted(seconds);
        };
    }

    private Look look() {
        try {
            Optional<NodeObjects.Status> status = node.status();
            if (status.isEmpty()) {
                return new Look.Drained();
            }
            if (!NodeObjects.isCordoned(status.get())) {
                node.cordon(true);
                cordoned = true;
            }
            String kept = pods.kept(plan.drain());
            if (!kept.isEmpty()) {
                throw undrained(
                        kept,
                        "delete those by kubectl delete pod where that is right, then run again");
            }
            // No kubelet tells of pods on a node that is not ready that they have ended.
            Instant ended = status.get().ready() ? Instant.MIN : clock.instant();
            NodePods.Left left = pods.evict(plan.drain(), ended);
            return left.isEmpty() ? new Look.Drained() : new Look.Left(left.words());
        } catch (KubeFailure e) {
            return new Look.Unanswered(e);
        }
    }

    private Undrained undrained(String what, String then) {
        return new Undrained(
                "draining node %s of cluster %s: %s. Its machine stays%s; %s"
                        .formatted(
                                plan.name(),
                                plan.cluster().name(),
                                what,
                                uncordoned() ? ", and it takes pods again" : "",
                                then));
    }

    private boolean uncordoned() {
        try {
            if (cordoned) {
                node.cordon(false);
            }
            return cordoned;
        } catch (KubeFailure e) {
            progress.say("node " + plan.name() + " stays cordoned: " + e.getMessage());
            return false;
        }
    }
}
