package io.mooring.tunnel.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The two things the port router wants of a ClientHello: whom it asks for, and what it speaks.
public record ClientHello(Optional<String> serverName, List<String> protocols) {
    /// More than any client sends; a hello beyond it is refused.
    public static final int MAX_BYTES = 16 << 10;

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;

    public ClientHello {
        protocols = List.copyOf(protocols);
    }

    /// What the first bytes of a connection turned out to be.
    public sealed interface Result {
        /// A whole ClientHello.
        record Complete(ClientHello hello) implements Result {}

        /// The beginning of one; read on.
        record Incomplete() implements Result {}

        /// Something else.
        record NotTls(String reason) implements Result {}
    }

    /// Looks at the readable bytes of `buffer` without consuming any. A hello may span TLS records.
    public static Result parse(ByteBuf buffer) {
        try {
            return gather(buffer);
        } catch (MalformedException e) {
            return new Result.NotTls(e.getMessage());
        }
    }

    private static Result gather(ByteBuf buffer) throws MalformedException {
        var index = buffer.readerIndex();
        var end = buffer.writerIndex();
        var message = new byte[0];
        while (true) {
            check(index == end || buffer.getByte(index) == HANDSHAKE, "no TLS handshake record");
            check(end - index < 2 || buffer.getByte(index + 1) == 3, "no TLS version");
            if (end - index < RECORD_HEADER) {
                return new Result.Incomplete();
            }
            var length = buffer.getUnsignedShort(index + 3);
            check(length > 0 && length <= MAX_BYTES, "TLS record of " + length + " bytes");
            var available = Math.min(length, end - index - RECORD_HEADER);
            var start = message.length;
            message = java.util.Arrays.copyOf(message, start + available);
            buffer.getBytes(index + RECORD_HEADER, message, start, available);
            check(message.length == 0 || message[0] == CLIENT_HELLO, "no ClientHello");
            if (message.length >= 4) {
                var wanted = 4 + new Cursor(message, 1, 4).number(3);
                check(wanted <= MAX_BYTES, "ClientHello of " + wanted + " bytes");
                if (message.length >= wanted) {
                    return new Result.Complete(read(new Cursor(message, 4, wanted)));
                }
            }
            if (available < length) {
                return new Result.Incomplete();
            }
            index += RECORD_HEADER + length;
        }
    }

    private static ClientHello read(Cursor hello) throws MalformedException {
        hello.skip(2 + 32);
        hello.skip(hello.number(1));
        hello.skip(hello.number(2));
        hello.skip(hello.number(1));
        var name = Optional.<String>empty();
        var protocols = new ArrayList<String>();
        if (hello.hasMore()) {
            var extensions = hello.slice(hello.number(2));
            while (extensions.hasMore()) {
                var type = extensions.number(2);
                var body = extensions.slice(extensions.number(2));
                if (type == SERVER_NAME && body.hasMore()) {
                    name = serverName(body.slice(body.number(2)));
                } else if (type == ALPN) {
                    var list = body.slice(body.number(2));
                    while (list.hasMore()) {
                        protocols.add(list.text(list.number(1)));
                    }
                }
            }
        }
        return new ClientHello(name, protocols);
    }

    private static Optional<String> serverName(Cursor list) throws MalformedException {
        while (list.hasMore()) {
            var type = list.number(1);
            var name = list.text(list.number(2));
            if (type == 0) {
                return Optional.of(name.toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private static void check(boolean holds, String otherwise) throws MalformedException {
        if (!holds) {
            throw new MalformedException(otherwise);
        }
    }

    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return java.util.Objects.requireNonNullElse(super.getMessage(), "malformed");
        }
    }

    private static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private int position;

        Cursor(byte[] bytes, int position, int end) {
            this.bytes = bytes;
            this.position = position;
            this.end = end;
        }

        boolean hasMore() {
            return position < end;
        }

        int number(int size) throws MalformedException {
            require(size);
            var value = 0;
            for (var i = 0; i < size; i++) {
                value = (value << 8) | (bytes[position++] & 0xff);
            }
            return value;
        }

        void skip(int count) throws MalformedException {
            require(count);
            position += count;
        }

        Cursor slice(int count) throws MalformedException {
            skip(count);
            return new Cursor(bytes, position - count, position);
        }

        String text(int count) throws MalformedException {
            skip(count);
            return new String(bytes, position - count, count, StandardCharsets.US_ASCII);
        }

        private void require(int count) throws MalformedException {
            check(count <= end - position, "a ClientHello that ends too early");
        }
    }
}
