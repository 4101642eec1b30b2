package io.mooring.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterPkiTest {
    private static final Clock NOW =
            Clock.fixed(Instant.parse("2026-11-21T07:00:00Z"), ZoneOffset.UTC);
    private static final PkiSpec SPEC =
            new PkiSpec(
                    "blue",
                    Set.of("blue.example.com"),
                    "10.76.0.2:8443",
                    "10.96.0.1",
                    "cluster.local");
    private static final String[] ALL = {
        "ca", "front-proxy-ca", "sa", "apiserver", "apiserver-kubelet-client", "front-proxy-client",
        "tunnel", "join", "admin.conf", "server.conf", "controller-manager.conf", "scheduler.conf"
    };

    @TempDir Path data;

    @Test
    void the_first_run_makes_everything() throws IOException {
        var report = ensure(SPEC, NOW);

        assertThat(report.created()).containsExactlyInAnyOrder(ALL);
        assertThat(report.reissued()).isEmpty();
        assertThat(files().keySet())
                .contains("pki/ca.crt", "pki/sa.pub", "pki/join.key", "kubeconfig/admin.conf")
                .hasSize(20);
    }

    @Test
    void a_dns_within_the_control_plane_has_a_name_of_its_own_as_long_as_it_is_there()
            throws IOException {
        assertThat(ensure(SPEC.withDns(true), NOW).created()).contains("coredns.conf");
        assertThat(files().get("kubeconfig/coredns.conf")).contains("name: \"system:coredns\"");

        ensure(SPEC, NOW);

        assertThat(files().keySet()).doesNotContain("kubeconfig/coredns.conf");
    }

    @Test
    void a_replica_has_a_member_certificate_of_an_authority_of_its_own_for_both_roles()
            throws Exception {
        var report = ensure(SPEC.withStore(Set.of("blue-1.blue-headless", "10.1.0.7")), NOW);

        assertThat(report.created()).contains("etcd-ca", "etcd-member");
        var member = certificate("etcd-member");
        member.verify(certificate("etcd-ca").getPublicKey());
        assertThatThrownBy(() -> member.verify(certificate("ca").getPublicKey()));
        assertThat(member.getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(member.getSubjectAlternativeNames()).hasSize(2);
    }

    @Test
    void a_replica_that_was_given_the_shared_keys_makes_no_authority() throws IOException {
        SharedKeys.ensure(data.resolve("pki"), NOW);
        assertThat(files().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        SharedKeys.FILES.stream().map(name -> "pki/" + name).toList());

        var report = ensure(SPEC.withStore(Set.of("10.1.0.7")), NOW);

        assertThat(report.created())
                .contains("etcd-member", "apiserver")
                .doesNotContain("ca", "front-proxy-ca", "sa", "etcd-ca");
    }

    @Test
    void a_kubeconfig_of_another_replica_is_the_administrators_until_it_ends_soon()
            throws IOException {
        ensure(SPEC, NOW);
        String first = Files.readString(data.resolve("kubeconfig/admin.conf"));
        Files.delete(data.resolve("kubeconfig/admin.conf"));
        ensure(SPEC, NOW);
        assertThat(first).isNotEqualTo(Files.readString(data.resolve("kubeconfig/admin.conf")));

        assertThat(isAdministrators(first, SPEC, NOW)).isTrue();
        assertThat(isAdministrators(first, SPEC, later(Duration.ofDays(300)))).isFalse();
        assertThat(isAdministrators("", SPEC, NOW)).isFalse();
        var moved = new PkiSpec("blue", Set.of(), "10.9.9.9:443", "10.96.0.1", "cluster.local");
        assertThat(isAdministrators(first, moved, NOW)).isFalse();
        assertThat(
                        isAdministrators(
                                Files.readString(data.resolve("kubeconfig/scheduler.conf")),
                                SPEC,
                                NOW))
                .isFalse();
    }

    private boolean isAdministrators(String kubeconfig, PkiSpec spec, Clock clock) {
        return ClusterPki.isAdministrators(kubeconfig, data.resolve("pki"), spec, clock);
    }

    private X509Certificate certificate(String name) throws IOException {
        Path file = data.resolve("pki").resolve(name + ".crt");
        return Pem.certificate(Files.readString(file), file.toString());
    }

    @Test
    void the_second_run_changes_nothing() throws IOException {
        ensure(SPEC, NOW);
        var before = files();

        var report = ensure(SPEC, later(Duration.ofDays(200)));

        assertThat(report.isEmpty()).isTrue();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void leaves_that_end_within_90_days_are_made_anew_and_authorities_stay() throws IOException {
        ensure(SPEC, NOW);
        var before = files();

        var report = ensure(SPEC, later(Duration.ofDays(276)));

        assertThat(report.created()).isEmpty();
        assertThat(report.reissued())
                .hasSize(9)
                .contains("apiserver", "tunnel", "join", "admin.conf", "front-proxy-client");
        for (var stable :
                new String[] {"ca.crt", "ca.key", "sa.key", "sa.pub", "front-proxy-ca.key"}) {
            assertThat(files().get("pki/" + stable)).isEqualTo(before.get("pki/" + stable));
        }
    }

    @Test
    void a_new_name_of_the_api_server_touches_only_the_servers() {
        ensure(SPEC, NOW);
        var renamed =
                new PkiSpec(
                        "blue",
                        Set.of("other.example.com"),
                        "10.76.0.2:8443",
                        "10.96.0.1",
                        "cluster.local");

        var report = ensure(renamed, NOW);

        assertThat(report.reissued()).containsExactlyInAnyOrder("apiserver", "tunnel");
        assertThat(report.touched("apiserver")).isTrue();
        assertThat(report.touched("join", "admin.conf")).isFalse();
    }

    @Test
    void a_new_endpoint_touches_the_admin_kubeconfig_and_the_servers() {
        ensure(SPEC, NOW);
        var moved = new PkiSpec("blue", SPEC.sans(), "[fd00::1]:443", "10.96.0.1", "cluster.local");

        var report = ensure(moved, NOW);

        assertThat(report.reissued())
                .containsExactlyInAnyOrder("apiserver", "tunnel", "join", "admin.conf");
        assertThat(ensure(moved, NOW).isEmpty()).isTrue();
    }

    @Test
    void nobody_else_can_read_the_files() throws IOException {
        ensure(SPEC, NOW);

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("pki"))))
                .isEqualTo("rwx------");
        for (var file : files().keySet()) {
            var mode = Files.getPosixFilePermissions(data.resolve(file));
            assertThat(PosixFilePermissions.toString(mode)).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws IOException {
        ensure(SPEC, NOW);
        Files.copy(
                data.resolve("pki/join.key"),
                data.resolve("pki/tunnel.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> ensure(SPEC, NOW))
                .isInstanceOf(PkiException.class)
                .hasMessage(
                        data.resolve("pki/tunnel.key")
                                + " is not the key of "
                                + data.resolve("pki/tunnel.crt")
                                + "; restore the pair that belongs together, or remove both files of"
                                + " a leaf certificate to have it made anew");
    }

    @Test
    void an_authority_without_its_key_is_refused() throws IOException {
        ensure(SPEC, NOW);
        Files.delete(data.resolve("pki/ca.key"));

        assertThatThrownBy(() -> ensure(SPEC, NOW))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("restore the key from a backup");
    }

    @Test
    void a_lone_leaf_key_from_a_crash_is_replaced() throws IOException {
        ensure(SPEC, NOW);
        Files.delete(data.resolve("pki/apiserver.crt"));

        assertThat(ensure(SPEC, NOW).created()).containsExactly("apiserver");
        assertThat(ensure(SPEC, NOW).isEmpty()).isTrue();
    }

    @Test
    void openssl_accepts_the_chain_and_agrees_on_the_pin() throws Exception {
        ensure(SPEC, Clock.systemUTC());

        var verify =
                run(
                        "openssl verify -x509_strict -CAfile pki/ca.crt -verify_hostname"
                                + " blue.example.com pki/apiserver.crt");
        var ip = run("openssl verify -CAfile pki/ca.crt -verify_ip 10.96.0.1 pki/apiserver.crt");
        var hash =
                run(
                        "openssl x509 -pubkey -noout -in pki/ca.crt | openssl pkey -pubin -outform der"
                                + " | sha256sum | cut -d' ' -f1");

        assertThat(verify).isEqualTo("pki/apiserver.crt: OK");
        assertThat(ip).isEqualTo("pki/apiserver.crt: OK");
        assertThat(CaHash.ofPem(Files.readString(data.resolve("pki/ca.crt"))))
                .isEqualTo("sha256:" + hash);
    }

    private RotationReport ensure(PkiSpec spec, Clock clock) {
        return ClusterPki.ensure(data.resolve("pki"), data.resolve("kubeconfig"), spec, clock);
    }

    private static Clock later(Duration time) {
        return Clock.offset(NOW, time);
    }

    private TreeMap<String, String> files() throws IOException {
        var all = new TreeMap<String, String>();
        try (var paths = Files.walk(data)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                all.put(data.relativize(path).toString(), Files.readString(path));
            }
        }
        return all;
    }

    private String run(String command) throws Exception {
        var process =
                new ProcessBuilder("sh", "-c", command)
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }
}
