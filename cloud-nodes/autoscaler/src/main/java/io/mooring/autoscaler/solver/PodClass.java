package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.PodTemplate;

/// Pods that are equal in all that placement can see.
///
/// @param hard offers that its node constraints allow, had or not, large enough or not
/// @param possible of these the ones that can be had and are large enough
/// @param pods their numbers in the workload, ascending
record PodClass(
        int id, PodTemplate template, long[] request, Bits hard, Bits possible, int[] pods) {

    /// What so many of them take.
    long[] request(int pods) {
        long[] all = new long[request.length];
        Resources.add(all, request, pods);
        return all;
    }
}
