package io.mooring.nodes.baremetal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// That a process switches a machine on, and that no other one does until then.
///
/// @param by a name that no other process has
record Waking(String by, Instant until) {

    private static final Duration HOLDS = Duration.ofMinutes(4);

    /// How far the clocks of two hosts may differ.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Pattern TEXT = Pattern.compile("waking ([0-9a-z]+) ([0-9]{1,12})");

    Waking {
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /// From now on, until it would have to be renewed.
    static Waking from(Instant now, String by) {
        return new Waking(by, now.plus(HOLDS));
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

    /// One from a host whose clock is far ahead would keep others out for as long, so it does not.
    boolean keepsOut(String another, Instant now) {
        return !by.equals(another)
                && now.isBefore(until)
                && until.isBefore(now.plus(HOLDS).plus(SKEW));
    }
}
