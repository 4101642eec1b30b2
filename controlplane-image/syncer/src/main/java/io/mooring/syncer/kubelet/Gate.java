package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/// Who may speak to the kubelets. Thread-safe.
public interface Gate {
    /// Has whoever dialled prove who it is.
    ///
    /// @return what to speak with it by; closing it closes `dialled`
    /// @throws IOException if it may not, or does not prove it
    Socket admit(Socket dialled) throws IOException;

    /// Why whoever was admitted may not ask this; empty if it may.
    ///
    /// @param admitted what [#admit] returned
    default Optional<Refusal> refusal(Socket admitted, HttpHead request) {
        return Optional.empty();
    }
}
