package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;

/// The way to an agent. Confined to the tunnel's event loop; nothing here blocks.
interface AgentLink {
    /// Takes the packet over. Sending on a lost link drops it.
    void send(Packet packet);

    /// Bytes that may be sent before the senders should pause; not positive when they should now.
    long room();

    /// True while bytes wait that the agent's flow control does not let out.
    boolean blockedSince(long nanoTime);

    /// Lets the agent send that many bytes more.
    void credit(int bytes);

    /// Lets the agent be at least that many bytes ahead.
    void window(int bytes);

    /// Ends the stream; the agent connects anew.
    void retire(String reason);
}
