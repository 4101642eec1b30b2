package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.addons.DnsNames;
import io.mooring.addons.DnsNames.Meaning;
import io.mooring.addons.DnsNames.Place;
import io.mooring.api.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResolvedNamesTest {

    @TempDir private Path directory;

    @Test
    void namesMeanWhatTheConfigurationSays() throws IOException {
        var names =
                names(
                        """
                        nameserver 10.96.0.10
                        nameserver fd00::a
                        search tenants.svc.host.local svc.host.local host.local
                        options ndots:5
                        """,
                        """
                        - {hostname: a.org, target: {hostname: b.org}}
                        - {hostname: "*.a.org", target: {hostname: "*.web.svc.shop.local"}}
                        - {service: shop/db, target: {ip: 192.0.2.1}}
                        - {service: shop/web, target: {hostService: infra/front}}
                        - {namespace: data, target: {hostNamespace: infra}}
                        - {hostname: peer.org, target: {vClusterService: others/blue/shop/web}}
                        """);

        assertThat(names)
                .isEqualTo(
                        new DnsNames(
                                List.of(
                                        new Meaning.Other("a.org", new Place.Here("b.org"), false),
                                        new Meaning.Other(
                                                "a.org",
                                                new Place.Here("web.svc.shop.local"),
                                                true),
                                        new Meaning.Address("db.shop.svc.shop.local", "192.0.2.1"),
                                        new Meaning.Other(
                                                "web.shop.svc.shop.local",
                                                new Place.InHost("front.infra"),
                                                false),
                                        new Meaning.Other(
                                                "data.svc.shop.local",
                                                new Place.InHost("infra"),
                                                true),
                                        new Meaning.Other(
                                                "peer.org",
                                                new Place.InHost("web-x-shop-x-blue.others"),
                                                false)),
                                List.of("10.96.0.10", "fd00::a"),
                                "host.local"));
    }

    @Test
    void nobodyIsAskedForTheHostsNamesWhereNoneAreMeant() throws IOException {
        assertThat(names("", "- {hostname: a.org, target: {ip: 192.0.2.1}}").hostServers())
                .isEmpty();
    }

    @Test
    void whoKnowsTheHostsNamesHasToBeSaid() {
        assertThatThrownBy(() ->
                        names(
                                "nameserver 10.0.0.1\nsearch example.org\n",
                                "- {service: a/b, target: {hostService: c/d}}"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("does not say who knows their names");
    }

    @Test
    void theHostsDomainIsThatOfItsServices() throws IOException {
        assertThat(
                        hostDomain(
                                "search tenants.svc.host.local svc.host.local host.local example.org"))
                .isEqualTo("host.local");
        assertThat(hostDomain("search example.org\n")).isEmpty();
    }

    private String hostDomain(String resolver) throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), resolver);
        return new ResolvedNames("shop.local", file).hostDomain();
    }

    private DnsNames names(String resolver, String entries) throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), resolver);
        var config = ConfigLoader.load("networking:\n  resolveDNS:\n" + entries.indent(2)).config();
        return new ResolvedNames("shop.local", file).of(config.networking().resolveDNS());
    }
}
