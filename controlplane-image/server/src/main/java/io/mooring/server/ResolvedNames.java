package io.mooring.server;

import io.mooring.addons.DnsNames;
import io.mooring.addons.DnsNames.Meaning;
import io.mooring.addons.DnsNames.Place;
import io.mooring.api.Networking;
import io.mooring.syncer.names.HostNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `networking.resolveDNS` means for the cluster's DNS. Where names of the host are asked, the
/// pod's own `resolv.conf` says.
final class ResolvedNames {

    private static final String ANY = "*.";
    private static final String SERVICES = "svc.";

    private final String clusterDomain;
    private final Path resolver;

    /// @param resolver the `resolv.conf` that a kubelet of the host has written
    ResolvedNames(String clusterDomain, Path resolver) {
        this.clusterDomain = clusterDomain;
        this.resolver = resolver;
    }

    /// @throws ServerException if names of the host are asked for, and nothing says where
    DnsNames of(List<Networking.ResolveDns> entries) {
        var meanings = entries.stream().map(this::meaning).toList();
        var names = new DnsNames(meanings, List.of(), "");
        if (!names.asksHost()) {
            return names;
        }
        var servers = new ArrayList<String>();
        for (List<String> words : lines()) {
            if (words.getFirst().equals("nameserver") && words.size() > 1) {
                servers.add(words.get(1));
            }
        }
        String domain = hostDomain();
        if (servers.isEmpty() || domain.isEmpty()) {
            throw new ServerException(
                    "networking.resolveDNS asks for services of the host cluster, and "
                            + resolver
                            + " does not say who knows their names (nameserver, and a domain after svc. in search); leave such targets out, or give the control plane's pod the dnsPolicy ClusterFirst");
        }
        return new DnsNames(meanings, servers, domain);
    }

    /// The domain of the host's services; empty if nothing says it.
    String hostDomain() {
        String domain = "";
        for (List<String> words : lines()) {
            if (words.getFirst().equals("search")) {
                domain =
                        words.stream()
                                .filter(word -> word.startsWith(SERVICES))
                                .findFirst()
                                .map(word -> word.substring(SERVICES.length()))
                                .orElse("");
            }
        }
        return domain;
    }

    /// The words of each.
    private List<List<String>> lines() {
        try {
            return Files.readAllLines(resolver).stream()
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .toList();
        } catch (IOException e) {
            throw new ServerException(
                    "finding out whom the host asks for names: reading " + resolver + ": " + e, e);
        }
    }

    private Meaning meaning(Networking.ResolveDns entry) {
        Networking.ResolveDns.Target target = entry.target();
        if (!entry.namespace().isEmpty()) {
            return new Meaning.Other(
                    entry.namespace() + "." + SERVICES + clusterDomain,
                    new Place.InHost(target.hostNamespace()),
                    true);
        }
        if (entry.hostname().startsWith(ANY)) {
            return new Meaning.Other(
                    entry.hostname().substring(ANY.length()),
                    new Place.Here(target.hostname().substring(ANY.length())),
                    true);
        }
        String name =
                entry.hostname().isEmpty()
                        ? of(entry.service()) + "." + SERVICES + clusterDomain
                        : entry.hostname();
        return target.ip().isEmpty()
                ? new Meaning.Other(name, place(target), false)
                : new Meaning.Address(name, target.ip());
    }

    private static Place place(Networking.ResolveDns.Target target) {
        if (!target.hostname().isEmpty()) {
            return new Place.Here(target.hostname());
        }
        if (!target.hostService().isEmpty()) {
            return new Place.InHost(of(target.hostService()));
        }
        String[] parts = target.vClusterService().split("/", -1);
        return new Place.InHost(HostNames.of(parts[3], parts[2], parts[1]) + "." + parts[0]);
    }

    /// `namespace/name` as the beginning of a DNS name.
    private static String of(String service) {
        String[] parts = service.split("/", -1);
        return parts[1] + "." + parts[0];
    }
}
