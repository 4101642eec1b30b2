package io.mooring.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds what was made for a cluster and belongs to nobody any more: machines that no one wants,
/// second machines of one name, parts that outlived their machine. Only things with the owner's
/// mark are looked at, and the provider looks at the mark again before it removes one.
public final class Collector {

    private final NodeProvider provider;
    private final Clock clock;
    private final Duration grace;

    /// @param grace how old a thing must be, so that what is being made just now is left alone
    public Collector(NodeProvider provider, Clock clock, Duration grace) {
        this.provider = provider;
        this.clock = clock;
        this.grace = grace;
    }

    /// What a run did.
    ///
    /// @param failures one sentence for each thing that is still there
    public record Collected(List<Holding> removed, List<String> failures) {

        public Collected {
            removed = List.copyOf(removed);
            failures = List.copyOf(failures);
        }
    }

    /// The orphans of a cluster; removes nothing.
    ///
    /// @param wanted the names of the machines that somebody knows of
    public List<Holding> orphans(String cluster, Set<String> wanted) {
        Instant before = clock.instant().minus(grace);
        return provider.holdings(cluster).stream()
                .filter(holding -> holding.since().isBefore(before))
                .filter(holding -> !isWanted(holding, wanted))
                .toList();
    }

    private boolean isWanted(Holding holding, Set<String> wanted) {
        return holding.kind().equals(Holding.MACHINE)
                && wanted.contains(holding.of().name())
                && provider.get(holding.of()) instanceof Lookup.Found(var machine)
                && machine.providerId().equals(holding.providerId());
    }

    /// Removes the orphans of a cluster; one that cannot be removed does not keep the others.
    public Collected collect(String cluster, Set<String> wanted) {
        var removed = new ArrayList<Holding>();
        var failures = new ArrayList<String>();
        for (Holding orphan : orphans(cluster, wanted)) {
            try {
                if (provider.release(orphan)) {
                    removed.add(orphan);
                }
            } catch (ProviderFailure e) {
                failures.add("removing " + orphan + ": " + e.getMessage());
            }
        }
        return new Collected(removed, failures);
    }
}
