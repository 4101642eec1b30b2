package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.port.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks providers of spot machines which they take away, often enough to make use of a notice of
/// two minutes. Who has no such machines is not asked.
final class Interruptions implements AutoCloseable {

    private static final Duration OFTEN = Duration.ofSeconds(10);
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
                                while (true) {
                                    Thread.sleep(OFTEN);
                                    spotProviders(claims.get())
                                            .forEach(it -> machines.notices(it, told));
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    static Set<String> spotProviders(Collection<Claim> claims) {
        var providers = new TreeSet<String>();
        for (Claim claim : claims) {
            boolean there = claim.status().launched() != null;
            if (there && claim.spec().capacityType().equals(SPOT)) {
                providers.add(claim.provider());
            }
        }
        return providers;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
