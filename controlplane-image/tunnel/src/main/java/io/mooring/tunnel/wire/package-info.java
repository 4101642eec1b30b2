/// The Konnectivity wire: seven packet types, their protobuf form and gRPC's five-byte framing.
///
/// Knows buffers, not channels. Start with [Packet], then [PacketCodec].
@NullMarked
package io.mooring.tunnel.wire;

import org.jspecify.annotations.NullMarked;
