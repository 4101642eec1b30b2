package io.mooring.identity;

import org.jspecify.annotations.Nullable;

/// Texts of strangers, as they may stand in a message of ours.
final class Words {
    private static final int LONGEST = 120;

    private Words() {}

    /// On one line, printable, not long.
    static String of(@Nullable String text) {
        var line = String.valueOf(text).replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
