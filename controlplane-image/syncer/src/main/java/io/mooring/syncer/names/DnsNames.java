package io.mooring.syncer.names;

import java.util.regex.Pattern;

/// What Kubernetes accepts as names.
final class DnsNames {
    static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private DnsNames() {}

    static boolean isLabel(String text) {
        return text.length() <= MAX_LABEL && LABEL.matcher(text).matches();
    }

    /// Labels with dots between them; a part may be longer than a label of the real DNS, as in
    /// Kubernetes.
    static boolean isSubdomain(String text) {
        if (text.length() > MAX_SUBDOMAIN) {
            return false;
        }
        for (var part : text.split("\\.", -1)) {
            if (!LABEL.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    static String requireLabel(String what, String text) {
        if (!isLabel(text)) {
            throw new IllegalArgumentException(
                    what
                            + " '"
                            + text
                            + "' is no DNS label; use at most 63 of a-z, 0-9 and '-', with a letter"
                            + " or digit at both ends");
        }
        return text;
    }

    static String requireSubdomain(String what, String text) {
        if (!isSubdomain(text)) {
            throw new IllegalArgumentException(
                    what
                            + " '"
                            + text
                            + "' is no DNS name; use at most 253 of a-z, 0-9, '-' and '.', with a"
                            + " letter or digit at both ends of each part");
        }
        return text;
    }
}
