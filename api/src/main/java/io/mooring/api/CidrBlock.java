package io.mooring.api;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.List;
import java.util.Optional;

/// A range of addresses, `10.96.0.0/12`. The text is canonical: no bits beyond the prefix are set.
public record CidrBlock(String text) {
    private static final IPAddressStringParameters STRICT =
            new IPAddressStringParameters.Builder()
                    .allowEmpty(false)
                    .allowAll(false)
                    .allowSingleSegment(false)
                    .allowWildcardedSeparator(false)
                    .allowMask(false)
                    .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
                    .getIPv4AddressParametersBuilder()
                    .allow_inet_aton(false)
                    .allowLeadingZeros(false)
                    .getParentBuilder()
                    .getIPv6AddressParametersBuilder()
                    .allowZone(false)
                    .allowBase85(false)
                    .getParentBuilder()
                    .toParams();

    public CidrBlock {
        if (!isBlock(text)) {
            throw new IllegalArgumentException(
                    "cannot use \"" + text + "\" as an address range: not FIRST-ADDRESS/PREFIX");
        }
    }

    /// The range that `text` names, or nothing if it names none or sets bits beyond its prefix.
    public static Optional<CidrBlock> parse(String text) {
        return isBlock(text) ? Optional.of(new CidrBlock(text)) : Optional.empty();
    }

    /// The range around an address with a prefix: `10.244.1.7/16` is in `10.244.0.0/16`.
    static Optional<CidrBlock> around(String text) {
        var address = address(text);
        return address.isEmpty() || !address.get().isPrefixed()
                ? Optional.empty()
                : parse(address.get().toPrefixBlock().toCanonicalString());
    }

    /// Whether `text` is one address, without a prefix.
    static boolean isAddress(String text) {
        return address(text).filter(address -> !address.isPrefixed()).isPresent();
    }

    public boolean overlaps(CidrBlock other) {
        var here = value();
        var there = other.value();
        return here.isIPv4() == there.isIPv4() && (here.contains(there) || there.contains(here));
    }

    public boolean contains(String address) {
        return address(address).filter(value()::contains).isPresent();
    }

    public boolean isIpv6() {
        return value().isIPv6();
    }

    public int prefixLength() {
        return value().getPrefixLength();
    }

    /// The address at `index`, counted from the first of the range, which is 0.
    public String addressAt(long index) {
        var first = value().getLower().withoutPrefixLength();
        return first.increment(index).toCanonicalString();
    }

    /// Whether these are two addresses of one family, the second not before the first.
    static boolean isAscending(List<String> ends) {
        if (ends.size() != 2 || !ends.stream().allMatch(CidrBlock::isAddress)) {
            return false;
        }
        var first = address(ends.getFirst()).orElseThrow();
        var last = address(ends.getLast()).orElseThrow();
        return first.isIPv4() == last.isIPv4() && first.compareTo(last) <= 0;
    }

    private IPAddress value() {
        return address(text).orElseThrow();
    }

    private static boolean isBlock(String text) {
        var address = address(text);
        return address.isPresent() && address.get().isPrefixed() && address.get().isPrefixBlock();
    }

    private static Optional<IPAddress> address(String text) {
        return Optional.ofNullable(new IPAddressString(text, STRICT).getAddress());
    }
}
