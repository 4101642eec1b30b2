package io.mooring.nodes;

import java.util.List;

/// The end of what a machine wrote to its console.
public final class ConsoleTail {

    private ConsoleTail() {}

    /// The last lines of a text.
    public static String of(String text, int lines) {
        List<String> all = text.lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
