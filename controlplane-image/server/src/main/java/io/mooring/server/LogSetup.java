package io.mooring.server;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends every log line of this JVM to standard error, as text or as JSON.
public final class LogSetup {

    /// The form of log lines.
    public enum Format {
        TEXT,
        JSON
    }

    /// Kept here, since the log manager forgets loggers that no one holds.
    private static final Logger OURS = Logger.getLogger("io.mooring");

    private LogSetup() {}

    public static void apply(Format format) {
        apply(format, false);
    }

    /// @param everything whether lines that help to find faults are logged, too
    public static void apply(Format format, boolean everything) {
        Level level = everything ? Level.FINE : Level.INFO;
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setFormatter(
                switch (format) {
                    case TEXT -> new TextFormatter();
                    case JSON -> new JsonLogFormatter();
                });
        handler.setLevel(level);
        Logger.getLogger("").addHandler(handler);
        Logger.getLogger("").setLevel(Level.INFO);
        OURS.setLevel(level);
    }

    static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        return level.intValue() >= Level.WARNING.intValue() ? "warn" : "info";
    }

    static String shortName(@Nullable String logger) {
        return logger == null ? "" : logger.replace("io.mooring.", "");
    }

    private static final class TextFormatter extends Formatter {

        @Override
        public String format(LogRecord entry) {
            String error = entry.getThrown() == null ? "" : " error=" + entry.getThrown();
            return "%s %-5s %s: %s%s%n"
                    .formatted(
                            entry.getInstant(),
                            level(entry.getLevel()),
                            shortName(entry.getLoggerName()),
                            formatMessage(entry),
                            error);
        }
    }
}
