package io.mooring.server;

import java.nio.charset.StandardCharsets;

/// A plain-text answer to a GET.
record Page(int status, String body) {

    static Page ok(String body) {
        return new Page(200, body);
    }

    byte[] response() {
        String reason =
                switch (status) {
                    case 200 -> "OK";
                    case 404 -> "Not Found";
                    case 500 -> "Internal Server Error";
                    default -> "Service Unavailable";
                };
        return "HTTP/1.1 %d %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, reason, body.getBytes(StandardCharsets.UTF_8).length, body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
