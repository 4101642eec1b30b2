package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.HostFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said where no pod can make one; a real pod makes one in the acceptance tests.
final class PodSnapshotTest {

    private static final String BEGINNING =
            "making a snapshot of control plane shop in namespace tenants: ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeHostApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeHostApi();
    }

    @AfterEach
    void end() {
        api.close();
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

        assertRefused(
                "correct\nhorse", "the passphrase has several lines; choose one of a single line");
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
