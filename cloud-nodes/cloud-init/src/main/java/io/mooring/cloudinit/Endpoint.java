package io.mooring.cloudinit;

import java.net.URI;
import java.util.regex.Pattern;

/// Where nodes reach the control plane: a name or an address (IPv6 without brackets) and a port.
public record Endpoint(String host, int port) {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?|::[A-Za-z0-9:.]*");

    public Endpoint {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "Cannot use \"%s\" as the control plane's host: give a name or an address"
                            .formatted(host));
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "Cannot use port %d of %s: give one of 1 to 65535".formatted(port, host));
        }
    }

    /// Reads `https://HOST:PORT`, `HOST:PORT` or `[IPV6]:PORT`; the port is 443 where none is
    /// given.
    public static Endpoint parse(String text) {
        var uri = URI.create(text.contains("://") ? text : "https://" + text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "Cannot read \"%s\" as an endpoint: write https://HOST:PORT".formatted(text));
        }
        var host = uri.getHost();
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(bare, uri.getPort() == -1 ? 443 : uri.getPort());
    }

    /// `HOST:PORT`, with brackets around an IPv6 address.
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
