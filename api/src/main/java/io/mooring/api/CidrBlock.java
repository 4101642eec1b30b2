package io.mooring.api;

import java.util.List;
import java.util.Optional;

/// A range of addresses, `10.96.0.0/12`. No bits beyond the prefix are set.
public record CidrBlock(String text) {
    private record Range(IpAddress address, int prefix) {
        boolean isAligned() {
            return address.masked(prefix).equals(address);
        }
    }

    public CidrBlock {
        if (range(text).filter(Range::isAligned).isEmpty()) {
            throw new IllegalArgumentException(
                    "cannot use \"" + text + "\" as an address range: not FIRST-ADDRESS/PREFIX");
        }
    }

    /// The range that `text` names, or nothing if it names none or sets bits beyond its prefix.
    public static Optional<CidrBlock> parse(String text) {
        return range(text).filter(Range::isAligned).map(_ -> new CidrBlock(text));
    }

    /// The range around an address with a prefix: `10.244.1.7/16` is in `10.244.0.0/16`.
    public static Optional<CidrBlock> around(String text) {
        return range(text)
                .map(range -> range.address().masked(range.prefix()) + "/" + range.prefix())
                .map(CidrBlock::new);
    }

    /// Whether `text` is one address, without a prefix.
    static boolean isAddress(String text) {
        return IpAddress.parse(text).isPresent();
    }

    /// Whether these are two addresses of one family, the second not before the first.
    static boolean isAscending(List<String> ends) {
        if (ends.size() != 2 || !ends.stream().allMatch(CidrBlock::isAddress)) {
            return false;
        }
        var first = IpAddress.parse(ends.getFirst()).orElseThrow();
        var last = IpAddress.parse(ends.getLast()).orElseThrow();
        return first.isIpv6() == last.isIpv6() && first.compareTo(last) <= 0;
    }

    /// Whether an address is in both. Ranges of different families share none.
    public boolean overlaps(CidrBlock other) {
        var here = value();
        var there = other.value();
        int prefix = Math.min(here.prefix(), there.prefix());
        return isIpv6() == other.isIpv6()
                && here.address().masked(prefix).equals(there.address().masked(prefix));
    }

    /// Whether `address`, which must be one, is in the range.
    public boolean contains(String address) {
        var here = value();
        return IpAddress.parse(address)
                .filter(known -> known.isIpv6() == isIpv6())
                .filter(known -> known.masked(here.prefix()).equals(here.address()))
                .isPresent();
    }

    public boolean isIpv6() {
        return value().address().isIpv6();
    }

    public int prefixLength() {
        return value().prefix();
    }

    /// The address at `index`, counted from the first of the range, which is 0.
    public String addressAt(long index) {
        return value().address().plus(index).toString();
    }

    private Range value() {
        return range(text).orElseThrow();
    }

    private static Optional<Range> range(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> prefix <= address.bits())
                .map(address -> new Range(address, prefix));
    }
}
