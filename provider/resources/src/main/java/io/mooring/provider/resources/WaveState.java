package io.mooring.provider.resources;

import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.Rollouts.Way;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// How far the nodes of one wave are: waiting -> ahead or behind -> gone, or failed; those that are
/// made or mended without a turn are busy meanwhile. Guarded by the lock of its [Rollouts].
final class WaveState {

    private final Set<String> waiting = new HashSet<>();
    private final Set<String> ahead = new HashSet<>();
    private final Set<String> behind = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private final Set<String> failed = new HashSet<>();

    /// Whether nobody works on a node, so that none becomes ready by what this process does.
    boolean isIdle() {
        return ahead.isEmpty() && behind.isEmpty() && busy.isEmpty();
    }

    boolean isForgettable() {
        return isIdle() && waiting.isEmpty() && failed.isEmpty();
    }

    void begin(String node) {
        busy.add(node);
    }

    void end(String node) {
        busy.remove(node);
    }

    /// @param unready those of the pool that are not ready; empty where nobody has asked yet
    /// @return how the node goes on; empty where it waits
    Optional<Way> attempt(
            String node, Rollout rollout, boolean serves, Optional<Set<String>> unready) {
        requireGood(node, serves);
        waiting.add(node);
        Optional<Way> way = way(node, rollout, serves, unready);
        way.ifPresent(it -> (it == Way.AHEAD ? ahead : behind).add(node));
        return way;
    }

    private void requireGood(String node, boolean serves) {
        Optional<String> other = failed.stream().filter(it -> !it.equals(node)).findFirst();
        if (other.isPresent() && serves) {
            throw new ResourceFailure(
                    "node %s is left as it was, since the replacement of %s failed before its turn came; mend that, then run again"
                            .formatted(node, other.get()));
        }
    }

    private Optional<Way> way(
            String node, Rollout rollout, boolean serves, Optional<Set<String>> unready) {
        if (!serves) {
            return Optional.of(Way.BEHIND);
        }
        if (ahead.size() < rollout.maxSurge()) {
            return Optional.of(Way.AHEAD);
        }
        return unready.map(it -> missing(node, it))
                .filter(it -> it < rollout.maxUnavailable())
                .map(_ -> Way.BEHIND);
    }

    /// How many a node misses that wants to go. The cluster may take one that is on its way out for
    /// ready still. Of those that wait and are not ready any more, one goes after the other.
    private int missing(String node, Set<String> unready) {
        var missing = new HashSet<>(unready);
        if (missing.remove(node)) {
            missing.removeAll(waiting);
        }
        missing.addAll(behind);
        return missing.size();
    }

    /// It waits no longer.
    void leave(String node) {
        waiting.remove(node);
    }

    void finish(String node, boolean done) {
        ahead.remove(node);
        behind.remove(node);
        if (done) {
            failed.remove(node);
        } else {
            failed.add(node);
        }
    }
}
