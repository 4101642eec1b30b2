package io.mooring.kube;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Keeps a client of each API server that was asked for lately, so that work in many steps shares
/// its connections: a handshake costs more than most calls.
///
/// Thread-safe. Nobody closes these clients: one that is kept no longer ends with the last call of
/// whoever uses it. Ask for a client at each step instead of holding it: one whose server did not
/// answer is made anew.
public final class KubeClients {
    private static final int MOST = 64;

    private final Duration timeout;
    // guarded by this: by kubeconfig, the one longest unused first
    private final SequencedMap<String, KubeClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    /// @param timeout the time a call may take
    public KubeClients(Duration timeout) {
        this.timeout = timeout;
    }

    /// A client with the identity and server of the kubeconfig's current context.
    ///
    /// @throws IllegalArgumentException if the text is no usable kubeconfig; the message holds
    ///   nothing of it
    public synchronized KubeClient of(String kubeconfig) {
        KubeClient client =
                clients.compute(
                        kubeconfig,
                        (text, kept) ->
                                kept == null || kept.lostItsServer()
                                        ? KubeClient.fromKubeconfig(text, timeout)
                                        : kept);
        if (clients.size() > MOST) {
            clients.pollFirstEntry();
        }
        return client;
    }
}
