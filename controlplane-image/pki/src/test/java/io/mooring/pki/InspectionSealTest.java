package io.mooring.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectionSealTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
    private static final PkiSpec SPEC = spec(Set.of("blue.example.com", "10.0.0.7"));

    @TempDir Path data;
    private Path pki;
    private Path kubeconfigs;

    @BeforeEach
    void aPkiThatWasInspected() throws IOException {
        pki = Files.createDirectory(data.resolve("pki"));
        kubeconfigs = Files.createDirectory(data.resolve("kubeconfig"));
        Files.writeString(pki.resolve("ca.crt"), "certificate");
        Files.writeString(pki.resolve("ca.key"), "key");
        Files.writeString(kubeconfigs.resolve("admin.conf"), "kubeconfig");
        seal(SPEC, NOW).set();
    }

    @Test
    void holds_while_nothing_changes() throws IOException {
        assertThat(seal(SPEC, NOW).holds()).isTrue();
        assertThat(seal(spec(Set.of("10.0.0.7", "blue.example.com")), NOW.plusSeconds(60)).holds())
                .isTrue();
        assertThat(Files.readString(data.resolve("seal"))).doesNotContain("certificate", "key");
    }

    @Test
    void holds_for_less_than_a_day_and_not_before_its_time() {
        assertThat(seal(SPEC, NOW.plus(InspectionSeal.HOLDS).minusSeconds(1)).holds()).isTrue();
        assertThat(seal(SPEC, NOW.plus(InspectionSeal.HOLDS)).holds()).isFalse();
        assertThat(seal(SPEC, NOW.minusSeconds(1)).holds()).isFalse();
        assertThat(InspectionSeal.HOLDS).isLessThanOrEqualTo(Duration.ofDays(1));
    }

    @Test
    void breaks_with_any_change_of_a_file() throws IOException {
        Files.writeString(pki.resolve("ca.crt"), "certificatf");
        assertThat(seal(SPEC, NOW).holds()).isFalse();

        Files.writeString(pki.resolve("ca.crt"), "certificate");
        assertThat(seal(SPEC, NOW).holds()).isTrue();

        Files.move(pki.resolve("ca.key"), pki.resolve("sa.key"));
        assertThat(seal(SPEC, NOW).holds()).isFalse();

        Files.move(pki.resolve("sa.key"), pki.resolve("ca.key"));
        Files.delete(kubeconfigs.resolve("admin.conf"));
        assertThat(seal(SPEC, NOW).holds()).isFalse();
    }

    @Test
    void does_not_take_bytes_of_one_file_for_those_of_the_next() throws IOException {
        Files.writeString(pki.resolve("ca.crt"), "certificatek");
        Files.writeString(pki.resolve("ca.key"), "ey");
        assertThat(seal(SPEC, NOW).holds()).isFalse();
    }

    @Test
    void breaks_with_any_change_of_what_is_asked_for() {
        assertThat(seal(spec(Set.of("blue.example.com")), NOW).holds()).isFalse();
        assertThat(
                        seal(
                                        new PkiSpec(
                                                "blue",
                                                SPEC.sans(),
                                                "10.76.0.2:9443",
                                                "10.96.0.1",
                                                "cluster.local"),
                                        NOW)
                                .holds())
                .isFalse();
    }

    @Test
    void is_worth_nothing_when_it_is_missing_or_damaged() throws IOException {
        var file = data.resolve("seal");
        for (var text : List.of("", "x", "x y", "x 2026-11-21T07:00:00Z", "x y z")) {
            Files.writeString(file, text);
            assertThat(seal(SPEC, NOW).holds()).as(text).isFalse();
        }
        Files.delete(file);
        assertThat(seal(SPEC, NOW).holds()).isFalse();
        Files.delete(pki.resolve("ca.crt"));
        Files.delete(pki.resolve("ca.key"));
        Files.delete(pki);
        assertThat(seal(SPEC, NOW).holds()).isFalse();
    }

    private InspectionSeal seal(PkiSpec spec, Instant now) {
        return new InspectionSeal(
                data.resolve("seal"),
                List.of(pki, kubeconfigs),
                spec,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static PkiSpec spec(Set<String> sans) {
        return new PkiSpec("blue", sans, "10.76.0.2:8443", "10.96.0.1", "cluster.local");
    }
}
