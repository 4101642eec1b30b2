package io.mooring.nodes.baremetal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// That a process switches a machine on, and that no other one does until then.
///
/// @param by a name that no other process has
record Waking(String by, Instant until) {

    private static final Pattern TEXT = Pattern.compile("waking ([0-9a-z]+) ([0-9]{1,12})");

    Waking {
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /// As it is written: no claim has so few words.
    String text() {
        return "waking %s %d".formatted(by, until.getEpochSecond());
    }

    static Optional<Waking> parse(String text) {
        Matcher words = TEXT.matcher(text.strip());
        return words.matches()
                ? Optional.of(
                        new Waking(
                                words.group(1),
                                Instant.ofEpochSecond(Long.parseLong(words.group(2)))))
                : Optional.empty();
    }

    boolean keepsOut(String another, Instant now) {
        return !by.equals(another) && now.isBefore(until);
    }
}
