package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What HTTP fronts are answered. The cause stands in the reason phrase as well, because
/// kube-apiserver shows its users the status line and nothing else.
final class HttpReply {
    private static final int MAX_REASON = 512;
    private static final byte[] ESTABLISHED =
            "HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private HttpReply() {}

    static ByteBuf established(ByteBufAllocator allocator) {
        return allocator.buffer(ESTABLISHED.length).writeBytes(ESTABLISHED);
    }

    static ByteBuf failure(ByteBufAllocator allocator, DialFailure failure) {
        return failure(allocator, status(failure), failure.message());
    }

    static ByteBuf failure(ByteBufAllocator allocator, int status, String message) {
        var reason = new StringBuilder();
        message.chars()
                .limit(MAX_REASON)
                .forEach(c -> reason.append(c >= ' ' && c <= '~' ? (char) c : ' '));
        var body = message.getBytes(StandardCharsets.UTF_8);
        var head =
                "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(status, reason, body.length)
                        .getBytes(StandardCharsets.US_ASCII);
        return allocator.buffer(head.length + body.length).writeBytes(head).writeBytes(body);
    }

    static int status(DialFailure failure) {
        return switch (failure) {
            case DialFailure.NoAgent _ -> 500;
            case DialFailure.Unanswered _ -> 504;
            case DialFailure.AgentLost _ -> 502;
            case DialFailure.Overloaded _ -> 503;
            case DialFailure.Refused refused -> status(refused.message());
        };
    }

    private static int status(String agentError) {
        var text = agentError.toLowerCase(Locale.ROOT);
        if (text.contains("timeout") || text.contains("deadline")) {
            return 504;
        }
        return text.contains("too many open files") ? 503 : 502;
    }
}
