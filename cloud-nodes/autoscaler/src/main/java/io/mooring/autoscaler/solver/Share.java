package io.mooring.autoscaler.solver;

import java.util.ArrayList;
import java.util.List;

/// Pods of one class that may go to the same offers.
///
/// @param offers where they are to go; preferences and the choice of zones have narrowed it
/// @param widest where they may go if there is no place otherwise
/// @param units pods that go together to one node; one pod each as a rule
record Share(PodClass podClass, Bits offers, Bits widest, List<int[]> units) {

    Share(PodClass podClass, Bits offers, Bits widest) {
        this(podClass, offers, widest, new ArrayList<>());
    }
}
