package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/// The protobuf form of [Packet] and the gRPC frame around it. Stateless.
///
/// The type decides what a packet is, not which body is set: a dial request has type 0, which
/// proto3 leaves out, a refused dial has no connectID, and a drain has an empty body or none.
public final class PacketCodec {
    /// Bytes of the gRPC prefix: one flag, four of length.
    public static final int PREFIX_BYTES = 5;

    private static final int DIAL_REQUEST = 0;
    private static final int DIAL_RESPONSE = 1;
    private static final int CLOSE_REQUEST = 2;
    private static final int CLOSE_RESPONSE = 3;
    private static final int DATA = 4;
    private static final int CLOSE_DIAL = 5;
    private static final int DRAIN = 6;
    private static final int[] BODY_FIELDS = {2, 3, 5, 6, 4, 7, 8};

    private PacketCodec() {}

    /// Reads the packet in `length` bytes at `index`. A [Packet.Data] gets a retained slice of
    /// `message`, which otherwise keeps its indices and its reference count.
    public static Packet decode(ByteBuf message, int index, int length) throws WireException {
        var head = PlainData.head(message, index, length);
        if (head == PlainData.OTHER) {
            return decodeAny(message, index, length);
        }
        var before = PlainData.headBytes(head);
        var payload = message.retainedSlice(index + before, length - before);
        return new Packet.Data(PlainData.connectId(head), "", payload);
    }

    static Packet decodeAny(ByteBuf message, int index, int length) throws WireException {
        var reader = new ProtoReader(message, index, length);
        var type = 0L;
        var starts = new int[BODY_FIELDS.length + 2];
        var lengths = new int[BODY_FIELDS.length + 2];
        while (reader.next()) {
            if (reader.at(1, ProtoReader.VARINT)) {
                type = reader.varint();
            } else if (reader.wireType() == ProtoReader.LENGTH_DELIMITED
                    && reader.field() < starts.length) {
                lengths[reader.field()] = reader.length();
                starts[reader.field()] = reader.position();
                reader.advance(lengths[reader.field()]);
            } else {
                reader.skip();
            }
        }
        if (type < 0 || type >= BODY_FIELDS.length) {
            return new Packet.Unknown(type);
        }
        var body = BODY_FIELDS[(int) type];
        return body(type, message, new ProtoReader(message, starts[body], lengths[body]));
    }

    private static Packet body(long type, ByteBuf message, ProtoReader body) throws WireException {
        return switch ((int) type) {
            case DIAL_REQUEST -> {
                var fields = Fields.read(body, 3, message);
                yield new Packet.DialRequest(fields.text1, fields.text2, fields.number3);
            }
            case DIAL_RESPONSE -> {
                var fields = Fields.read(body, 3, message);
                yield new Packet.DialResponse(fields.text1, fields.number2, fields.number3);
            }
            case CLOSE_REQUEST -> new Packet.CloseRequest(Fields.read(body, 1, message).number1);
            case CLOSE_RESPONSE -> {
                var fields = Fields.read(body, 2, message);
                yield new Packet.CloseResponse(fields.text1, fields.number2);
            }
            case DATA -> {
                var fields = Fields.read(body, 3, message);
                yield new Packet.Data(
                        fields.number1,
                        fields.text2,
                        message.retainedSlice(fields.bytes3Start, fields.bytes3Length));
            }
            case CLOSE_DIAL -> new Packet.CloseDial(Fields.read(body, 1, message).number1);
            case DRAIN -> {
                Fields.read(body, 0, message);
                yield new Packet.Drain();
            }
            default -> new Packet.Unknown(type);
        };
    }

    /// Writes a packet as one gRPC message, prefix included. Takes the payload of a [Packet.Data]
    /// over.
    public static ByteBuf encode(ByteBufAllocator allocator, Packet packet) {
        return switch (packet) {
            case Packet.Data data -> data(allocator, data);
            case Packet.DialRequest p -> {
                var body = new ProtoWriter(allocator);
                body.string(1, p.protocol()).string(2, p.address()).number(3, p.random());
                yield body.message(DIAL_REQUEST, 2);
            }
            case Packet.DialResponse p -> {
                var body = new ProtoWriter(allocator);
                body.string(1, p.error()).number(2, p.connectId()).number(3, p.random());
                yield body.message(DIAL_RESPONSE, 3);
            }
            case Packet.CloseRequest p ->
                    new ProtoWriter(allocator).number(1, p.connectId()).message(CLOSE_REQUEST, 5);
            case Packet.CloseResponse p -> {
                var body = new ProtoWriter(allocator).string(1, p.error());
                yield body.number(2, p.connectId()).message(CLOSE_RESPONSE, 6);
            }
            case Packet.CloseDial p ->
                    new ProtoWriter(allocator).number(1, p.random()).message(CLOSE_DIAL, 7);
            case Packet.Drain _ -> new ProtoWriter(allocator).message(DRAIN, 8);
            case Packet.Unknown p ->
                    throw new IllegalArgumentException("cannot send a packet of type " + p.type());
        };
    }

    private static ByteBuf data(ByteBufAllocator allocator, Packet.Data data) {
        var head = head(allocator, data.connectId(), data.error(), data.payload().readableBytes());
        if (!data.payload().isReadable()) {
            data.payload().release();
            return head;
        }
        return Unpooled.wrappedUnmodifiableBuffer(head, data.payload());
    }

    /// Writes what comes before the payload of a data packet: so many bytes of a connection.
    public static ByteBuf dataHead(ByteBufAllocator allocator, long connectId, int bytes) {
        return head(allocator, connectId, "", bytes);
    }

    private static ByteBuf head(
            ByteBufAllocator allocator, long connectId, String error, int bytes) {
        var errorBytes = ByteBufUtil.utf8Bytes(error);
        var body = ProtoWriter.numberSize(connectId);
        body += errorBytes == 0 ? 0 : 1 + ProtoWriter.varintSize(errorBytes) + errorBytes;
        body += bytes == 0 ? 0 : 1 + ProtoWriter.varintSize(bytes) + bytes;
        var message = 3 + ProtoWriter.varintSize(body) + body;
        var header = allocator.buffer(PREFIX_BYTES + message - bytes);
        header.writeByte(0).writeInt(message);
        header.writeByte(1 << 3).writeByte(DATA).writeByte(4 << 3 | ProtoReader.LENGTH_DELIMITED);
        ProtoWriter.varint(header, body);
        ProtoWriter.number(header, 1, connectId);
        if (errorBytes > 0) {
            header.writeByte(2 << 3 | ProtoReader.LENGTH_DELIMITED);
            ProtoWriter.varint(header, errorBytes);
            ByteBufUtil.writeUtf8(header, error);
        }
        if (bytes > 0) {
            header.writeByte(3 << 3 | ProtoReader.LENGTH_DELIMITED);
            ProtoWriter.varint(header, bytes);
        }
        return header;
    }

    /// The first three fields of a body; each packet type uses those of its own.
    private static final class Fields {
        private String text1 = "";
        private String text2 = "";
        private long number1;
        private long number2;
        private long number3;
        private int bytes3Start;
        private int bytes3Length;

        static Fields read(ProtoReader reader, int known, ByteBuf message) throws WireException {
            var fields = new Fields();
            fields.bytes3Start = message.readerIndex();
            while (reader.next()) {
                if (reader.field() > known) {
                    reader.skip();
                } else if (reader.wireType() == ProtoReader.VARINT) {
                    fields.number(reader.field(), reader.varint());
                } else if (reader.wireType() != ProtoReader.LENGTH_DELIMITED) {
                    reader.skip();
                } else if (reader.field() == 3) {
                    fields.bytes3Length = reader.length();
                    fields.bytes3Start = reader.position();
                    reader.advance(fields.bytes3Length);
                } else {
                    fields.text(reader.field(), reader.string());
                }
            }
            return fields;
        }

        private void number(int field, long value) {
            switch (field) {
                case 1 -> number1 = value;
                case 2 -> number2 = value;
                default -> number3 = value;
            }
        }

        private void text(int field, String value) {
            switch (field) {
                case 1 -> text1 = value;
                default -> text2 = value;
            }
        }
    }
}
