package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The head of an HTTP/1.1 request, of which only CONNECT is served.
sealed interface ConnectRequest {
    int MAX_HEAD_BYTES = 8 << 10;

    /// A CONNECT to `host:port`; `headBytes` of the buffer were its head.
    record Valid(String address, int headBytes) implements ConnectRequest {}

    /// The head is not complete yet.
    record Incomplete() implements ConnectRequest {}

    /// Not a request that is served, and the status line that says so.
    record Invalid(int status, String reason) implements ConnectRequest {}

    Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");
    Pattern ADDRESS = Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]/@?#]+):([0-9]{1,5})");

    /// Looks at the readable bytes without consuming any.
    static ConnectRequest parse(ByteBuf buffer) {
        var text =
                buffer.toString(
                        buffer.readerIndex(),
                        Math.min(buffer.readableBytes(), MAX_HEAD_BYTES),
                        StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return text.length() < MAX_HEAD_BYTES
                    ? new Incomplete()
                    : new Invalid(431, "Request Header Fields Too Large");
        }
        var line = REQUEST_LINE.matcher(text.substring(0, text.indexOf("\r\n")));
        if (!line.matches()) {
            return new Invalid(400, "Bad Request");
        }
        if (!line.group(1).equals("CONNECT")) {
            return new Invalid(405, "Method Not Allowed: this socket serves CONNECT only");
        }
        var address = ADDRESS.matcher(line.group(2));
        if (!address.matches() || Integer.parseInt(address.group(1)) > 65_535) {
            return new Invalid(400, "Bad Request: CONNECT needs host:port");
        }
        return new Valid(line.group(2), end + 4);
    }
}
