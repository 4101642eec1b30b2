package io.mooring.bootstrap;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/// A token in kubeadm's form, `ID.SECRET`. The id is public, the secret is not: `toString` hides
/// it.
public record BootstrapToken(String id, String secret) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    public BootstrapToken {
        if (!FORM.matcher(id + "." + secret).matches()) {
            throw new IllegalArgumentException(
                    "a bootstrap token is 6 and 16 lower case letters or digits with a '.' between");
        }
    }

    static BootstrapToken random(SecureRandom random) {
        return new BootstrapToken(text(random, 6), text(random, 16));
    }

    /// The token a text holds, or empty if it has not the form of one.
    public static Optional<BootstrapToken> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new BootstrapToken(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /// The whole token, for the one who is to use it.
    public String value() {
        return id + "." + secret;
    }

    @Override
    public String toString() {
        return id + ".***";
    }

    private static String text(SecureRandom random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
