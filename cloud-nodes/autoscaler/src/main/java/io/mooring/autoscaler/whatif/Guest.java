package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.model.PodTemplate;

/// A pod, real or not, that a place is looked for.
///
/// @param name of the pod, or of the buffer that it stands for
public record Guest(String name, PodTemplate template, Kind kind) {

    public enum Kind {
        /// The scheduler found no place for it.
        PENDING,
        /// Its node is to go.
        MOVING,
        /// Room kept free.
        HEADROOM
    }
}
