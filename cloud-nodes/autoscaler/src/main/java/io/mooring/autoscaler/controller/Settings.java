package io.mooring.autoscaler.controller;

import java.time.Duration;

/// @param batchIdle how long no pod must have come before machines are bought, `batchMost` at most
/// @param listing how often providers are asked for all their machines
/// @param soldOut for how long what a provider refused is not asked for again
/// @param poll the longest time between two steps
public record Settings(
        Duration batchIdle, Duration batchMost, Duration listing, Duration soldOut, Duration poll) {

    public static final Settings DEFAULT =
            new Settings(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(1));

    /// How long a node is left alone that a pod is expected on.
    Duration nomination() {
        Duration twice = batchMost.multipliedBy(2);
        return twice.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofSeconds(10) : twice;
    }
}
