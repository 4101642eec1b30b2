package io.mooring.syncer.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

final class HostNamesTest {
    private static final long SEED = Long.getLong("seed", 6);

    @ParameterizedTest
    @CsvFileSource(resources = "/io/mooring/syncer/names.csv", useHeadersInDisplayName = true)
    void aNameBecomesWhatTheTableSays(String name, String namespace, String cluster, String host) {
        assertThat(HostNames.of(name, namespace, cluster)).isEqualTo(host);
    }

    @Test
    void aMillionHostileNamesHaveAMillionNamesInTheHost() {
        var random = new SplittableRandom(SEED);
        var asked = new long[1_050_000];
        var given = new long[asked.length];
        for (int i = 0; i < asked.length; i++) {
            var name = HostileNames.subdomain(random);
            var namespace = HostileNames.label(random, 63);
            var cluster = random.nextInt(4) > 0 ? "vc" : HostileNames.label(random, 20);
            var host = HostNames.of(name, namespace, cluster);
            boolean valid = DnsNames.isSubdomain(host) && host.length() <= 63;
            if (!valid || (host.indexOf('.') >= 0 && name.indexOf('.') < 0)) {
                assertThat(host).as("seed %d: %s/%s/%s", SEED, name, namespace, cluster).isEmpty();
            }
            asked[i] = mixed(name + "/" + namespace + "/" + cluster);
            given[i] = mixed(host);
        }

        assertThat(distinct(asked)).isGreaterThan(1_000_000);
        assertThat(distinct(given)).as("seed %d", SEED).isEqualTo(distinct(asked));
    }

    private static long distinct(long[] hashes) {
        Arrays.sort(hashes);
        return Arrays.stream(hashes).distinct().count();
    }

    /// 64 bits instead of the text keep a million of them small; a chance collision of a million is
    /// one in thirty million, and the seed is fixed.
    private static long mixed(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    @Test
    void everyWayToReadOneTextHasAnotherName() {
        var parts = "a-x-x-b-x-x-x-c-x-vc".split("-");
        var seen = new HashSet<String>();
        int readings = 0;
        for (int i = 1; i < parts.length; i++) {
            for (int j = i + 1; j < parts.length - 1; j++) {
                for (int k = j + 1; k < parts.length; k++) {
                    if (parts[i].equals("x") && j > i + 1 && parts[j].equals("x") && k == j + 1) {
                        readings++;
                        seen.add(
                                HostNames.of(
                                        between(parts, 0, i),
                                        between(parts, i + 1, j),
                                        between(parts, k, parts.length)));
                    }
                }
            }
        }

        assertThat(readings).isGreaterThan(5);
        assertThat(seen).hasSize(readings).contains("a-x-x-b-x-x-x-c-x-vc");
    }

    private static String between(String[] parts, int from, int to) {
        return String.join("-", Arrays.copyOfRange(parts, from, to));
    }

    @Test
    void clusterWideNamesTellTheHostNamespace() {
        var names = new HostNames("vc", "team-a");

        assertThat(names.clusterWide("high")).isEqualTo("mooring-high-x-team-a-x-vc");
        assertThat(names.clusterWide("h".repeat(80)))
                .hasSize(63)
                .startsWith("mooring-" + "h".repeat(44) + "-");
        assertThat(new HostNames("vc", "team-b").clusterWide("high"))
                .isEqualTo("mooring-high-x-team-b-x-vc");
    }

    @Test
    void clusterWideNamesAreKnownAsSuch() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            var names =
                    new HostNames(HostileNames.label(random, 20), HostileNames.label(random, 63));
            assertThat(names.clusterWide(HostileNames.subdomain(random)))
                    .as("seed %d", SEED)
                    .matches(HostNames::mayBeClusterWide);
        }

        assertThat(HostNames.mayBeClusterWide("mooring-fast")).isFalse();
        assertThat(HostNames.mayBeClusterWide("fast-x-team-a-x-vc")).isFalse();
    }

    @Test
    void whatIsNoNameIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.of("Web", "default", "vc"))
                .withMessage(
                        "the name 'Web' is no DNS name; use at most 253 of a-z, 0-9, '-' and '.', with a"
                                + " letter or digit at both ends of each part");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.of("web", "a.b", "vc"))
                .withMessage(
                        "the namespace 'a.b' is no DNS label; use at most 63 of a-z, 0-9 and '-', with a"
                                + " letter or digit at both ends");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostNames("", "team-a"))
                .withMessageStartingWith("the cluster's name ''");
    }
}
