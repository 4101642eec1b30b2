package io.mooring.syncer.kubelet;

import java.io.IOException;
import java.net.Socket;

/// Who may speak to the kubelets. Thread-safe.
public interface Gate {
    /// Has whoever dialled prove who it is.
    ///
    /// @return what to speak with it by; closing it closes `dialled`
    /// @throws IOException if it may not, or does not prove it
    Socket admit(Socket dialled) throws IOException;
}
