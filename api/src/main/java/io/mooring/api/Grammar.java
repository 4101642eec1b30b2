package io.mooring.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/// The forms that Kubernetes and its neighbours give to texts.
final class Grammar {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern QUANTITY =
            Pattern.compile("[0-9]+(\\.[0-9]+)?([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");
    private static final Pattern DURATION =
            Pattern.compile("([0-9]+(\\.[0-9]+)?(ms|us|ns|[hms]))+");
    private static final Pattern PERCENT = Pattern.compile("(100|[0-9]{1,2})%");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private Grammar() {}

    static boolean isDnsLabel(String text) {
        return DNS_LABEL.matcher(text).matches();
    }

    static boolean isDnsName(String text) {
        return text.length() <= 253
                && !text.isEmpty()
                && Arrays.stream(text.split("\\.", -1)).allMatch(Grammar::isDnsLabel);
    }

    static boolean isLabelKey(String text) {
        var slash = text.indexOf('/');
        return QUALIFIED.matcher(text.substring(slash + 1)).matches()
                && (slash < 0 || isDnsName(text.substring(0, slash)));
    }

    static boolean isLabelValue(String text) {
        return text.isEmpty() || QUALIFIED.matcher(text).matches();
    }

    static boolean isQuantity(String text) {
        return QUANTITY.matcher(text).matches();
    }

    /// A Go duration, `1h30m`; days do not exist there.
    static boolean isDuration(String text) {
        return text.equals("0") || DURATION.matcher(text).matches();
    }

    /// A number or a percentage.
    static boolean isCountOrPercent(String text) {
        return COUNT.matcher(text).matches() || PERCENT.matcher(text).matches();
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= 65535;
    }

    /// A name or an address, and a port: `cp.example.com:443`, `[fd00::1]:443`.
    static boolean isHostPort(String text) {
        var colon = text.lastIndexOf(':');
        if (colon <= 0 || !COUNT.matcher(text.substring(colon + 1)).matches()) {
            return false;
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return isPort(Integer.parseInt(text.substring(colon + 1)))
                && (bracketed
                        ? isIpv6(host.substring(1, host.length() - 1))
                        : !host.contains(":") && isHost(host));
    }

    /// A name or an address.
    static boolean isHost(String text) {
        return CidrBlock.isAddress(text) || (isDnsName(text) && !text.matches("[0-9.]+"));
    }

    private static boolean isIpv6(String text) {
        return text.contains(":") && CidrBlock.isAddress(text);
    }

    static boolean isHttpUrl(String text) {
        try {
            var uri = new URI(text);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    static boolean isTimeZone(String text) {
        try {
            ZoneId.of(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
