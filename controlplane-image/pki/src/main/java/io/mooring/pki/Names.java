package io.mooring.pki;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Subject alternative names: DNS names and IP addresses in one normal form, so that two sets
/// compare.
final class Names {
    private Names() {}

    static boolean isIp(String name) {
        return name.matches("[0-9.]+") || name.indexOf(':') >= 0;
    }

    static Set<String> normalised(Collection<String> names) {
        var all = new TreeSet<String>();
        for (var name : names) {
            all.add(normalised(name));
        }
        return all;
    }

    static String normalised(String name) {
        try {
            return isIp(name)
                    ? InetAddress.ofLiteral(name).getHostAddress()
                    : name.toLowerCase(java.util.Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new PkiException(
                    "'" + name + "' is neither a DNS name nor an IP address; correct it", e);
        }
    }
}
