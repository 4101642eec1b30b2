package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;

/// The end of a connection on kube-apiserver's side. Confined to the tunnel's event loop.
interface Front {
    /// The dial succeeded.
    void established(Tunnel tunnel);

    /// The dial failed; nothing follows.
    void refused(DialFailure failure);

    /// Takes the payload over and reports it to [Tunnel#delivered] when it is written, or dropped.
    void data(ByteBuf payload);

    /// The connection is over; bytes handed over before are still delivered.
    void closed(String reason);

    /// The connection is over; bytes not yet delivered are dropped.
    void abort(String reason);

    /// The agent does not keep up: read no more until [#resume].
    void pause();

    void resume();
}
