package io.mooring.tunnel;

import io.netty.util.NetUtil;
import java.util.Locale;

/// A host as agents announce it and fronts dial it, in one spelling.
record HostName(String text) {
    /// Lower-cases names and writes IP addresses in their shortest form.
    static HostName of(String host) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(host);
        return new HostName(
                bytes == null ? host.toLowerCase(Locale.ROOT) : NetUtil.bytesToIpAddress(bytes));
    }

    /// The host of `host:port` or `[host]:port`.
    static HostName ofAddress(String address) {
        var colon = address.lastIndexOf(':');
        var host = colon < 0 ? address : address.substring(0, colon);
        var bracketed = host.startsWith("[") && host.endsWith("]");
        return of(bracketed ? host.substring(1, host.length() - 1) : host);
    }
}
