package io.mooring.life.autonodes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A provider with machines somewhere, as its pools and the test see it.
abstract class AutoCloud implements AutoCloseable {

    private final Map<String, String> running = new ConcurrentHashMap<>();

    /// As it is named in `privateNodes.autoNodes`.
    abstract String provider();

    /// As they stand there, each value written as YAML.
    abstract Map<String, String> properties();

    /// One in which no machine would be without a reason; empty where there are no zones.
    abstract Optional<String> otherZone();

    /// Of one more machine, as the cloud's list or the rule for clouds without has it; empty where
    /// that is not what this cloud's kit says.
    abstract Optional<Double> price();

    /// The next machine is refused where it is asked for, and is to be had elsewhere; false where
    /// there is no elsewhere.
    abstract boolean refuseNext();

    /// The cloud makes the next machine, and its answer is lost.
    abstract void loseAnswer();

    /// How often a machine was asked for.
    abstract int launches();

    /// Until [#mend] the cloud says that this property cannot be.
    ///
    /// @return the property and a part of what the cloud says; empty where nothing can be refused
    abstract Optional<String> refuseProperty();

    abstract void mend();

    /// Begins to take a machine away that is paid for as spot.
    abstract void takeAway(String machine);

    /// What is there of machines of ours, whole or not.
    abstract Set<String> left();

    /// What the machine was given to start with.
    abstract String userData(String machine);

    final void started(String machine, String userData) {
        running.put(machine, userData);
    }

    final void ended(String machine) {
        running.remove(machine);
    }

    /// Machine -> user data as the cloud has it.
    Map<String, String> running() {
        return Map.copyOf(running);
    }

    @Override
    public abstract void close();
}
