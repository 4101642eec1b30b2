package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.Snapshots;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The ports at which a control plane dials the places of its snapshots: where the schedule keeps
/// them, and where the one is that it begins with. Places without a port of their own are dialled
/// at that of HTTPS, which is open anyhow.
final class SnapshotPorts {

    private static final Pattern ENDPOINT = Pattern.compile("s3://.*[?&]endpoint=([^&]*).*");
    private static final Pattern REGISTRY = Pattern.compile("oci://([^/?]*).*");
    private static final Pattern PLAIN = Pattern.compile(".*[?&]plain-http=true(&.*)?");
    private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})/?");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private SnapshotPorts() {}

    static Set<Integer> of(Snapshots snapshots) {
        var ports = new TreeSet<Integer>();
        Stream.of(kept(snapshots.auto()), snapshots.restore().url())
                .flatMap(url -> ofUrl(url).stream())
                .filter(port -> port != HTTPS)
                .forEach(ports::add);
        return ports;
    }

    /// Empty without a schedule, and where nothing is dialled.
    private static String kept(Snapshots.Auto auto) {
        if (auto.schedule().isEmpty()) {
            return "";
        }
        Snapshots.Storage storage = auto.storage();
        return switch (storage.type()) {
            case "s3" -> storage.s3().url();
            case "oci" -> asUrl(storage.oci().repository());
            default -> "";
        };
    }

    private static String asUrl(String repository) {
        return repository.contains("://") ? repository : "oci://" + repository;
    }

    private static Optional<Integer> ofUrl(String url) {
        Matcher endpoint = ENDPOINT.matcher(url);
        if (endpoint.matches()) {
            String server = endpoint.group(1);
            return Optional.of(port(server, server.startsWith("http://")));
        }
        Matcher registry = REGISTRY.matcher(url);
        return registry.matches()
                ? Optional.of(port(registry.group(1), PLAIN.matcher(url).matches()))
                : Optional.empty();
    }

    private static int port(String server, boolean plain) {
        Matcher port = PORT.matcher(server);
        int usual = plain ? HTTP : HTTPS;
        return port.matches() ? Integer.parseInt(port.group(1)) : usual;
    }
}
