package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.port.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks providers which machines they take away: those of spot machines often enough to make use of
/// a notice of two minutes, the others now and then, for what is planned days before.
final class Interruptions implements AutoCloseable {

    private static final Duration OFTEN = Duration.ofSeconds(10);

    /// So many times as often are those with spot machines asked.
    private static final int OFTENER = 30;

    private static final String SPOT = "spot";

    private final Thread thread;

    private Interruptions(Thread thread) {
        this.thread = thread;
    }

    /// @param claims those that there are
    static Interruptions start(
            Machines machines, Supplier<Collection<Claim>> claims, Consumer<Outcome> told) {
        return new Interruptions(
                Thread.ofVirtual()
                        .name("interruptions")
                        .start(() -> {
                            try {
                                for (int round = 1; ; round++) {
                                    Thread.sleep(OFTEN);
                                    asked(claims.get(), round)
                                            .forEach((provider, wanted) ->
                                                    machines.notices(provider, wanted, told));
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    /// Which providers are asked this time, and for which machines: those that are there and are
    /// not on their way out.
    static Map<String, Set<String>> asked(Collection<Claim> claims, int round) {
        var machines = new TreeMap<String, Set<String>>();
        var spot = new TreeSet<String>();
        for (Claim claim : claims) {
            if (claim.status().launched() != null && !claim.deleting()) {
                machines.computeIfAbsent(claim.provider(), _ -> new TreeSet<>()).add(claim.name());
                if (claim.spec().capacityType().equals(SPOT)) {
                    spot.add(claim.provider());
                }
            }
        }
        if (round % OFTENER != 0) {
            machines.keySet().retainAll(spot);
        }
        return machines;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
