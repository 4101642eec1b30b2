package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mooring.acceptance.server.Authority;
import io.mooring.acceptance.server.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Three replicas of a control plane in a host cluster on a data store that somebody else runs, on
/// the host's LAN, one of which is killed under a constant load of writes. Takes minutes:
/// `tools/replicas --stores` runs it alone.
@Tag("long")
final class HostStoresTest {

    private static final String NAME = "tenant";
    private static final String PASSWORD = "p4ssw0rd";
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              backingStore: %s
              service: {spec: {type: NodePort}}
              statefulSet:
                highAvailability: {replicas: 3, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}
                persistence:
                  volumeClaim: {enabled: false}
                  %s
            policies: {networkPolicy: {enabled: true}}
            """;
    private static final String NOTHING_MORE = "addVolumes: []";
    private static final String IDENTITY =
            """
            addVolumes: [{name: identity, secret: {secretName: etcd-identity, defaultMode: 288}}]
                  addVolumeMounts: [{name: identity, mountPath: /etc/etcd, readOnly: true}]
            """
                    .strip();

    @TempDir static Path directory;

    @RegisterExtension
    static final HostOfTests HOST =
            new HostOfTests(
                    () -> directory,
                    place ->
                            HostCluster.upWithNames(
                                    place, "host-" + ProcessHandle.current().pid()));

    @Test
    void onADatabaseElsewhereAnyOneMayGo() throws Exception {
        Optional<Path> programs = Postgres.programs();
        assumeThat(programs).as("a PostgreSQL server").isPresent();
        Postgres database =
                HOST.with(
                        Postgres.start(
                                programs.get(),
                                PASSWORD,
                                host().onLan(),
                                HostCluster.ADDRESS_ON_LAN));
        String source =
                "postgres://kine:%s@%s:5432/kine?sslmode=disable"
                        .formatted(PASSWORD, HostCluster.ADDRESS_ON_LAN);
        requireThatAnyOneMayGo(
                "postgres",
                "{database: {external: {enabled: true, dataSource: '%s'}}}".formatted(source),
                NOTHING_MORE);

        assertThat(database.select(PASSWORD, "count(*) > 40 FROM kine WHERE name LIKE '%/kept-%'"))
                .isEqualTo("t");
    }

    @Test
    void onAnEtcdElsewhereAnyOneMayGo() throws Exception {
        Path place = HOST.place("identity");
        Authority authority = Authority.in(place, HostCluster.ADDRESS_ON_LAN);
        String url = "https://" + HostCluster.ADDRESS_ON_LAN + ":2379";
        List<String> command = new ArrayList<>(host().onLan());
        command.addAll(
                List.of(
                        Tree.upstream("etcd"),
                        "--data-dir=" + place.resolve("data"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--listen-peer-urls=http://" + HostCluster.ADDRESS_ON_LAN + ":2380",
                        "--client-cert-auth",
                        "--trusted-ca-file=" + authority.file("ca.crt"),
                        "--cert-file=" + authority.file("server.crt"),
                        "--key-file=" + authority.file("server.key")));
        HOST.with(Running.start(place, "etcd", command));
        host().kubectl().run("create", "namespace", "tenants");
        host().kubectl()
                .get(
                        "create",
                        "secret",
                        "generic",
                        "etcd-identity",
                        "--namespace=tenants",
                        "--from-file=" + authority.file("ca.crt"),
                        "--from-file=" + authority.file("client.crt"),
                        "--from-file=" + authority.file("client.key"));
        requireThatAnyOneMayGo(
                "etcd",
                "{etcd: {external: {enabled: true, endpoint: '%s', tls: {caFile: /etc/etcd/ca.crt, certFile: /etc/etcd/client.crt, keyFile: /etc/etcd/client.key}}}}"
                        .formatted(url),
                IDENTITY);
    }

    private static HostCluster host() {
        return HOST.cluster();
    }

    private void requireThatAnyOneMayGo(String store, String settings, String volumes)
            throws Exception {
        HostedCluster made =
                HOST.make(
                        store,
                        host().onLan(),
                        Programs.inHostCluster(
                                NAME,
                                host().kubeconfigOnLan(),
                                CONFIG.formatted(settings, volumes)));
        var replicas = new HostedReplicas(host(), NAME, 3);
        assertThat(made.kubectl().get("get", "--raw", "/readyz")).isEqualTo("ok");
        try (var writes = new Writes(made.kubectl())) {
            writes.await(20);
            replicas.lose(NAME + "-0");
            writes.await(20);
            writes.close();
            assertThat(made.kubectl().get("get", "configmaps", "-o", "name").lines())
                    .containsAll(writes.acknowledged());
            System.out.printf(
                    "replicas: store=%s writes=%d longest_gap_ms=%d%n",
                    store, writes.acknowledged().size(), writes.takeLongestGapMillis());
        }
        made.upIsNotNeeded();
    }
}
