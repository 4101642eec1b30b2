package io.mooring.syncer.names;

/// What Kubernetes accepts as names.
final class DnsNames {
    static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;

    private DnsNames() {}

    static boolean isLabel(String text) {
        return text.length() <= MAX_LABEL && isPart(text, 0, text.length());
    }

    /// Labels with dots between them; a part may be longer than a label of the real DNS, as in
    /// Kubernetes.
    static boolean isSubdomain(String text) {
        int from = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
            if (!isPart(text, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
        return text.length() <= MAX_SUBDOMAIN && isPart(text, from, text.length());
    }

    private static boolean isPart(String text, int from, int to) {
        if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
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
