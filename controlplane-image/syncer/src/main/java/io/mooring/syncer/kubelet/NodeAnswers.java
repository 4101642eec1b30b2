package io.mooring.syncer.kubelet;

/// What is told of nodes as kubelets tell it. Thread-safe.
@FunctionalInterface
public interface NodeAnswers {
    /// What there is to tell.
    sealed interface Answer {
        /// @param type its media type
        record Told(String type, String text) implements Answer {}

        /// Nothing, and asking again changes nothing.
        record Never(String why) implements Answer {}

        /// Nothing now.
        record NotNow(String why) implements Answer {}
    }

    Answer answer(String node, NodeCall call);
}
