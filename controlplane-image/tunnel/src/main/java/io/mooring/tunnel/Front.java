package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;

/// The end of a connection on kube-apiserver's side. Confined to the tunnel's event loop.
interface Front {
    /// The dial succeeded.
    void established(Tunnel tunnel);

    /// The dial failed; nothing follows.
    void refused(DialFailure failure);

    /// Copies or retains so many bytes of `in`, and reports them to [Tunnel#delivered] when they
    /// are written, or dropped.
    void data(ByteBuf in, int index, int length);

    /// The connection is over; bytes handed over before are still delivered.
    void closed(String reason);

    /// The connection is over; bytes not yet delivered are dropped.
    void abort(String reason);

    /// The agent does not keep up: read no more until [#resume].
    void pause();

    void resume();
}
