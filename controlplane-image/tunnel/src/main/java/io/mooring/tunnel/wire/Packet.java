package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;

/// One message of the Konnectivity protocol, in either direction.
///
/// Values, except for [Data], which owns one reference of its payload: whoever takes a `Data` hands
/// the payload on or releases it.
public sealed interface Packet {

    /// Asks an agent to connect to `address` (`host:port`); `random` names the dial until answered.
    record DialRequest(String protocol, String address, long random) implements Packet {}

    /// Answers a dial: an empty `error` and the agent's `connectId`, or the reason of the failure.
    record DialResponse(String error, long connectId, long random) implements Packet {}

    /// Asks the other end to close a connection.
    record CloseRequest(long connectId) implements Packet {}

    /// Says that a connection is closed, asked for or not.
    record CloseResponse(String error, long connectId) implements Packet {}

    /// Bytes of a connection.
    record Data(long connectId, String error, ByteBuf payload) implements Packet {}

    /// Gives a dial up that has not been answered yet.
    record CloseDial(long random) implements Packet {}

    /// Says that the agent is about to go and wants no new dials.
    record Drain() implements Packet {}

    /// A packet of a type this version does not know; it is to be ignored.
    record Unknown(long type) implements Packet {}
}
