package io.mooring.api;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One address as a number of 32 or 128 bits.
record IpAddress(BigInteger value, int bits) implements Comparable<IpAddress> {
    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

    /// The address that `text` names in its usual form; no short forms, no zones.
    static Optional<IpAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return Optional.of(of(Inet4Address.ofLiteral(text).getAddress()));
        }
        if (!IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Inet6Address.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean isIpv6() {
        return bits == 128;
    }

    /// This address with all bits beyond `prefix` cleared.
    IpAddress masked(int prefix) {
        int host = bits - prefix;
        return new IpAddress(value.shiftRight(host).shiftLeft(host), bits);
    }

    IpAddress plus(long count) {
        return new IpAddress(value.add(BigInteger.valueOf(count)), bits);
    }

    // A record's own equals is put together at its first use, for which every start would wait.
    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * value.hashCode() + bits;
    }

    @Override
    public int compareTo(IpAddress other) {
        return bits == other.bits
                ? value.compareTo(other.value)
                : Integer.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        if (!isIpv6()) {
            return parts(8, 10, ".");
        }
        var full = parts(16, 16, ":");
        var longest =
                ZEROS.matcher(full)
                        .results()
                        .reduce((a, b) -> b.group().length() > a.group().length() ? b : a);
        return longest.map(run -> full.substring(0, run.start()) + "::" + full.substring(run.end()))
                .orElse(full);
    }

    private String parts(int width, int radix, String separator) {
        var mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        return IntStream.rangeClosed(1, bits / width)
                .mapToObj(part -> value.shiftRight(bits - part * width).and(mask).toString(radix))
                .collect(Collectors.joining(separator));
    }

    private static IpAddress of(byte[] bytes) {
        return new IpAddress(new BigInteger(1, bytes), bytes.length * 8);
    }
}
