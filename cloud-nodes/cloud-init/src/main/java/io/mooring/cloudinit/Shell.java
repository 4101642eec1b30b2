package io.mooring.cloudinit;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// POSIX sh literals. Everything that is not ours goes through here before it enters a script.
final class Shell {
    private Shell() {}

    /// One word that the shell reads as exactly `text`.
    static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Cannot hand a text with a NUL character to a shell: remove it");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// A list as words, for `eval "set -- $LIST"`.
    static String words(List<String> texts) {
        return texts.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }

    /// `NAME='value'` lines in the map's order.
    static String assignments(Map<String, String> values) {
        return values.entrySet().stream()
                .map(it -> it.getKey() + "=" + quote(it.getValue()) + "\n")
                .collect(Collectors.joining());
    }
}
