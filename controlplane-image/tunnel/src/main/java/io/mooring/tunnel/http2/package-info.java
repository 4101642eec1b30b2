/// The server's side of HTTP/2, as far as gRPC calls of packets need it: frames read where they
/// lie, streams that are queues and two numbers, and bounds on everything a stranger may send. No
/// push, no priorities, no header compression towards the peer.
///
/// Start at [io.mooring.tunnel.http2.Http2Connection].
@NullMarked
package io.mooring.tunnel.http2;

import org.jspecify.annotations.NullMarked;
