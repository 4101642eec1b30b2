package io.mooring.addons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.addons.DnsNames.Meaning;
import io.mooring.addons.DnsNames.Place;
import io.mooring.api.ConfigLoader;
import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the real CoreDNS makes of our Corefile, with the rights that it has at a real API server,
/// beside another that stands for the host's DNS.
@ExtendWith(ControlPlaneExtension.class)
final class CorefileAtWorkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WORK = "work";

    @TempDir private Path directory;
    private final RealControlPlane plane;

    CorefileAtWorkTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @Test
    void itAnswersForTheTenantGivesNamesOtherMeaningsAndKeepsTheHostsToItself()
            throws IOException, InterruptedException {
        var config =
                ConfigLoader.load("controlPlane: {coredns: {embedded: true}}")
                        .config()
                        .controlPlane()
                        .coredns();
        try (var kube = plane.client();
                var host =
                        RunningCoreDns.start(
                                RealControlPlane.binaries(),
                                directory.resolve("host"),
                                """
                                .:1053 {
                                    ready :8181
                                    hosts {
                                        10.1.2.3 front.infra.svc.host.local
                                        192.0.2.9 www.example.org
                                        fallthrough
                                    }
                                }
                                """,
                                Path.of("none"))) {
            var names =
                    new DnsNames(
                            List.of(
                                    new Meaning.Address("a.example.org", "192.0.2.1"),
                                    new Meaning.Other(
                                            "b.example.org",
                                            new Place.Here("web.work.svc.cluster.local"),
                                            false),
                                    new Meaning.Other(
                                            "outer.work.svc.cluster.local",
                                            new Place.InHost("front.infra"),
                                            false),
                                    new Meaning.Other(
                                            "data.svc.cluster.local",
                                            new Place.InHost("infra"),
                                            true),
                                    new Meaning.Other(
                                            "c.example.org",
                                            new Place.Here("work.svc.cluster.local"),
                                            true)),
                            List.of(host.address()),
                            "host.local");
            var place = new DnsPlace.ControlPlane("cluster.local", "10.1.0.7", names, "host.local");
            new AddonKeeper(kube).keep(CoreDnsAddon.of(config, "", place));
            make(kube);
            var corefile = Corefile.of(config, place).replace("/etc/resolv.conf", host.address());
            try (var dns =
                    RunningCoreDns.start(
                            RealControlPlane.binaries(),
                            directory.resolve("dns"),
                            corefile,
                            credential())) {
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(dns.ask("web.work.svc.cluster.local"))
                                        .isEqualTo("10.96.0.77"));

                assertThat(dns.ask("db-0.db.work.svc.cluster.local")).isEqualTo("10.1.1.5");
                assertThat(dns.ask("db.work.svc.cluster.local")).isEqualTo("10.1.1.5");
                assertThat(dns.ask("nobody.work.svc.cluster.local")).isEqualTo("NXDOMAIN");
                assertThat(dns.ask("kubernetes.default.svc.cluster.local")).isEqualTo("10.1.0.7");
                assertThat(dns.ask("a.example.org")).isEqualTo("192.0.2.1");
                assertThat(dns.ask("b.example.org")).isEqualTo("10.96.0.77");
                assertThat(dns.ask("web.c.example.org")).isEqualTo("10.96.0.77");
                assertThat(dns.ask("outer.work.svc.cluster.local")).isEqualTo("10.1.2.3");
                assertThat(dns.ask("front.data.svc.cluster.local")).isEqualTo("10.1.2.3");
                assertThat(dns.ask("www.example.org")).isEqualTo("192.0.2.9");
                assertThat(dns.ask("front.infra.svc.host.local")).isEqualTo("REFUSED");
                assertThat(dns.whoHas("3.2.1.10.in-addr.arpa"))
                        .as("what the host would tell")
                        .isEqualTo("NXDOMAIN");
                assertThat(host.whoHas("3.2.1.10.in-addr.arpa"))
                        .isEqualTo("front.infra.svc.host.local.");
            } finally {
                new AddonKeeper(kube).keep(Addon.absent(CoreDnsAddon.NAME));
                kube.delete(ObjectRef.cluster(ResourceKind.NAMESPACE, WORK));
            }
        }
    }

    private static void make(KubeClient kube) {
        apply(kube, ObjectRef.cluster(ResourceKind.NAMESPACE, WORK), Map.of());
        var ports = List.of(Map.of("port", 80));
        apply(
                kube,
                ObjectRef.of(ResourceKind.SERVICE, WORK, "web"),
                Map.of("spec", Map.of("clusterIP", "10.96.0.77", "ports", ports)));
        apply(
                kube,
                ObjectRef.of(ResourceKind.SERVICE, WORK, "db"),
                Map.of("spec", Map.of("clusterIP", "None", "ports", ports)));
        apply(
                kube,
                ObjectRef.of(ResourceKind.ENDPOINT_SLICE, WORK, "db"),
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of("kubernetes.io/service-name", "db")),
                        "addressType",
                        "IPv4",
                        "ports",
                        ports,
                        "endpoints",
                        List.of(Map.of("addresses", List.of("10.1.1.5"), "hostname", "db-0"))));
    }

    private static void apply(KubeClient kube, ObjectRef ref, Map<String, Object> content) {
        kube.apply(ref.kind(), KubeObject.of(ref, content));
    }

    /// As a control plane issues it.
    private Path credential() {
        var spec =
                new PkiSpec(
                        "test",
                        Set.of(),
                        plane.endpoint(),
                        plane.endpoint(),
                        "10.96.0.1",
                        "cluster.local");
        var issued = plane.kubeconfig("coredns.conf");
        var _ =
                ClusterPki.ensure(
                        plane.pki(), issued.getParent(), spec.withDns(true), Clock.systemUTC());
        return issued;
    }
}
