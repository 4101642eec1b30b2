package io.mooring.api;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A release of Kubernetes 1. Later ones are greater.
public record Release(int minor, int patch) implements Comparable<Release> {

    private static final Pattern TEXT =
            Pattern.compile("v?1\\.(\\d{1,3})(?:\\.(\\d{1,3}))?(?:[-+].*)?");
    private static final Comparator<Release> ORDER =
            Comparator.comparingInt(Release::minor).thenComparingInt(Release::patch);

    /// Reads `v1.34.4`, with or without the `v`, the patch and what a distributor has added.
    public static Optional<Release> parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String patch = matcher.group(2);
        return Optional.of(
                new Release(
                        Integer.parseInt(matcher.group(1)),
                        patch == null ? 0 : Integer.parseInt(patch)));
    }

    /// Reads one that is known to be right.
    static Release of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /// `v1.34`
    public String minorVersion() {
        return "v1." + minor;
    }

    @Override
    public int compareTo(Release other) {
        return ORDER.compare(this, other);
    }

    /// As upstream's binaries report it.
    @Override
    public String toString() {
        return minorVersion() + "." + patch;
    }
}
