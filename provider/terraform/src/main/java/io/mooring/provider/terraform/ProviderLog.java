package io.mooring.provider.terraform;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.Progress;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;

/// What the provider does and waits for, as lines of JSON that Terraform takes into its own log:
/// `TF_LOG_PROVIDER=INFO` shows them, and nobody sees them otherwise. Thread-safe.
///
/// @param lines standard error
record ProviderLog(PrintStream lines) {

    /// Tells of one operation; what is said again and again is one line.
    Progress of(LogicalName name) {
        var last = new AtomicReference<>("");
        return text -> {
            if (!text.equals(last.getAndSet(text))) {
                lines.println(line(name, text));
            }
        };
    }

    private static String line(LogicalName name, String text) {
        return "{\"@level\":\"info\",\"@module\":\"mooring\",\"@message\":%s,\"resource\":%s}"
                .formatted(quoted(text), quoted(name.toString()));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\').append((char) c);
                    } else if (c < ' ') {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                });
        return quoted.append('"').toString();
    }
}
