package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.HostFailure;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is said where no pod can make one; a real pod makes one in the acceptance tests.
final class PodSnapshotTest {

    private static final String BEGINNING =
            "making a snapshot of control plane shop in namespace tenants: ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    @AutoClose private final FakeHostApi api = new FakeHostApi();

    @AfterEach
    void end() {
        assertThat(out.size()).isZero();
    }

    @Test
    void whereThereIsNoneThatIsSaid() {
        assertRefused("correct horse", "there is none; mooring list shows those there are");
    }

    @Test
    void onePausedHasNoPodThatCould() {
        given("{\"mooring.io/paused-since\": \"2026-11-22T12:00:00Z\"}", 0);

        assertRefused(
                "correct horse",
                "no pod of it runs: it is paused since 2026-11-22T12:00:00Z; `mooring resume` starts it again");
    }

    @Test
    void oneWhosePodsWaitSaysForWhat() {
        given("{}", 1);

        assertRefused("correct horse", "no pod of it runs: 0 of 1 pods ready");
    }

    @Test
    void aPassphraseIsOneLine() {
        given("{}", 1);

        for (String ended : List.of("correct\nhorse", "correct horse\n", "correct horse\r")) {
            assertRefused(
                    ended,
                    "the passphrase holds a line end, and of what is read from a file or a Secret the first line is the passphrase; leave it out, as trim does of what was read from a file");
        }
    }

    private void given(String annotations, int replicas) {
        api.with("configmaps/shop", "{\"data\": {\"owner\": \"me\"}}");
        api.with(
                "statefulsets/shop",
                "{\"metadata\": {\"annotations\": %s}, \"spec\": {\"replicas\": %d}}"
                        .formatted(annotations, replicas));
    }

    private void assertRefused(String passphrase, String why) {
        var snapshot = new PodSnapshot(api.place(), "shop");

        assertThatThrownBy(() -> snapshot.write(passphrase, out, Duration.ofSeconds(5)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(BEGINNING + why);
    }
}
