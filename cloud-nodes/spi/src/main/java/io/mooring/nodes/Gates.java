package io.mooring.nodes;

import java.util.concurrent.ConcurrentHashMap;

/// The gates to the accounts of a cloud, one for each: providers that call the same account share
/// one. Thread-safe.
public final class Gates {

    private final String cloud;
    private final Pace pace;
    private final ConcurrentHashMap<Object, Gate> gates = new ConcurrentHashMap<>();

    /// @param cloud its name for people
    public Gates(String cloud, Pace pace) {
        this.cloud = cloud;
        this.pace = pace;
    }

    /// @param account what the cloud counts calls by, a value
    public Gate of(Object account) {
        return gates.computeIfAbsent(account, _ -> new Gate(cloud, pace));
    }
}
