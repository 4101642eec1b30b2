package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.BackingStore;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ports at which a data store that somebody else runs is dialled, out of the addresses that
/// the configuration gives. Their hosts do not count: a network policy knows neither names nor the
/// addresses of Services, but only what is behind them.
final class StorePorts {

    private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})");
    private static final Pattern MYSQL_ADDRESS = Pattern.compile(".*@tcp6?\\(([^)]*)\\)/.*");
    private static final Pattern PARAMETER = Pattern.compile("[?&](host|port)=([^&]*)");

    private StorePorts() {}

    /// Empty if the store is beside the control plane, or behind a socket.
    static Set<Integer> of(BackingStore store) {
        return switch (store.kind()) {
            case EXTERNAL_ETCD -> ofUrls(store.etcd().external().endpoint());
            case EXTERNAL_DATABASE -> ofSource(store.database().external().dataSource().reveal());
            case EMBEDDED_DATABASE, EMBEDDED_ETCD, DEPLOYED_ETCD -> Set.of();
        };
    }

    /// As kine reads it: `SCHEME://` and what the driver of that database takes.
    private static Set<Integer> ofSource(String source) {
        int at = source.indexOf("://");
        String scheme = at < 0 ? "" : source.substring(0, at);
        String rest = at < 0 ? source : source.substring(at + "://".length());
        return switch (scheme) {
            case "mysql" -> ofMysql(rest);
            case "postgres", "postgresql" -> ofPostgres(rest);
            case "nats" -> ports(hosts(rest), 4222);
            case "http", "https" -> ofUrls(source);
            default -> Set.of();
        };
    }

    private static Set<Integer> ofMysql(String source) {
        Matcher address = MYSQL_ADDRESS.matcher(source);
        return address.matches() ? ports(Set.of(address.group(1)), 3306) : Set.of();
    }

    /// Hosts and port may stand in parameters, which count more; a host that is a path is a socket.
    private static Set<Integer> ofPostgres(String source) {
        Collection<String> hosts = hosts(source);
        String usual = "5432";
        Matcher parameter = PARAMETER.matcher(source);
        while (parameter.find()) {
            if (parameter.group(1).equals("host")) {
                hosts = Arrays.asList(parameter.group(2).split(","));
            } else {
                usual = parameter.group(2);
            }
        }
        var dialled =
                hosts.stream()
                        .filter(host -> !host.isEmpty() && !host.startsWith("/"))
                        .filter(host -> !host.startsWith("%2F") && !host.startsWith("%2f"))
                        .toList();
        var ports = new TreeSet<Integer>();
        for (String one : usual.split(",")) {
            ports.addAll(ports(dialled, one.matches("\\d{1,5}") ? Integer.parseInt(one) : 5432));
        }
        return ports;
    }

    /// Whoever gives no port dials that of HTTPS, which is open anyhow.
    private static Set<Integer> ofUrls(String urls) {
        return ports(
                Arrays.stream(urls.split(","))
                        .map(url -> url.strip().replaceFirst("^[a-z]+://", ""))
                        .map(url -> url.replaceFirst("[/?].*", ""))
                        .toList(),
                443);
    }

    /// The hosts of `USER:PASSWORD@HOST:PORT,HOST:PORT/...`; a password may hold anything.
    private static Collection<String> hosts(String rest) {
        String address = rest.replaceFirst("\\?.*", "");
        address = address.substring(address.lastIndexOf('@') + 1);
        return Arrays.asList(address.replaceFirst("/.*", "").split(","));
    }

    private static Set<Integer> ports(Collection<String> hosts, int usual) {
        var ports = new TreeSet<Integer>();
        for (String host : hosts) {
            Matcher port = PORT.matcher(host);
            // the last part of an address in brackets, or of a bare one, is no port
            boolean has = port.matches() && !host.matches("[^\\[]*:[^\\[]*:.*");
            ports.add(has ? Integer.parseInt(port.group(1)) : usual);
        }
        return ports;
    }
}
