package io.mooring.syncer.names;

import java.util.SplittableRandom;

/// Random names that are valid in Kubernetes and as like each other as can be: few letters, many
/// joints, equal beginnings, lengths about the limits.
final class HostileNames {
    private static final String[] PIECES =
            "a b c d e f g h i j k l m n o p q r s t u v w x 0 1 2 - -x x- -x-".split(" ");

    private HostileNames() {}

    static String label(SplittableRandom random, int max) {
        var text = new StringBuilder();
        if (random.nextInt(40) == 0) {
            text.append("l".repeat(Math.max(0, max - 8)));
        }
        int wanted = Math.min(max, text.length() + 4 + random.nextInt(12));
        while (text.length() < wanted) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return trimmed(text, max);
    }

    static String subdomain(SplittableRandom random) {
        var text = new StringBuilder();
        if (random.nextInt(20) == 0) {
            text.append("n".repeat(40 + random.nextInt(150)));
        }
        int parts = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < parts; i++) {
            text.append(i == 0 ? "" : ".").append(label(random, 40));
        }
        return text.length() > 253 ? trimmed(text, 253) : text.toString();
    }

    private static String trimmed(StringBuilder text, int max) {
        text.setLength(Math.min(max, text.length()));
        while (!text.isEmpty() && "-.".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text.setLength(text.length() - 1);
        }
        while (!text.isEmpty() && text.charAt(0) == '-') {
            text.deleteCharAt(0);
        }
        return text.isEmpty() ? "x" : text.toString();
    }
}
