package io.mooring.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The valid name that somebody probably meant.
final class Suggestion {
    private Suggestion() {}

    /// The closest of `candidates`, if it is close enough to be worth naming.
    static Optional<String> closest(String name, List<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(best -> distance(name, best) <= Math.max(2, name.length() / 3))
                .filter(best -> distance(name, best) < Math.max(name.length(), best.length()));
    }

    /// The end of a message about an unknown key below `path`.
    static String forKey(String key, List<String> siblings) {
        var sibling = closest(key, siblings);
        if (sibling.isPresent()) {
            return "unknown key (did you mean " + sibling.get() + "?)";
        }
        var elsewhere = Schema.pathsTo(key);
        if (!elsewhere.isEmpty()) {
            return "unknown key (did you mean " + elsewhere.getFirst() + "?)";
        }
        return "unknown key; the keys here are " + String.join(", ", siblings);
    }

    /// How many letters were added, lost, changed or swapped; case does not count.
    static int distance(String left, String right) {
        var a = left.toLowerCase(Locale.ROOT);
        var b = right.toLowerCase(Locale.ROOT);
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1);
                best = Math.min(best, rows[i - 1][j - 1] + changed);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
