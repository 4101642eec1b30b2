package io.mooring.registry;

import java.time.Duration;

/// How often something is tried, and what is waited in between: twice as long each time.
///
/// @param most counts those that failed one after the other
/// @param first before the second of them
record Tries(int most, Duration first) {

    static final Tries USUAL = new Tries(5, Duration.ofSeconds(1));

    private static final int MOST_DOUBLINGS = 5;

    /// @param failures how often it has failed, one after the other
    void pause(String attempt, int failures) {
        try {
            Thread.sleep(first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(RegistryException.Kind.OTHER, attempt + ": interrupted", e);
        }
    }
}
