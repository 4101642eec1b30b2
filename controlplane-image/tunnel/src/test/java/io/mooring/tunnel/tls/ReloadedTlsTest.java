package io.mooring.tunnel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.tunnel.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that are renewed while the server runs.
final class ReloadedTlsTest {
    @TempDir private Path directory;

    @Test
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        var tls = reloaded(TestCertificates.in(directory));
        var before = tls.current();

        TestCertificates.in(directory);

        await().until(() -> tls.current() != before);
    }

    @Test
    void filesThatCannotBeUsedLeaveTheOldOnesInUseUntilTheyCan() throws Exception {
        var certificates = TestCertificates.in(directory);
        var tls = reloaded(certificates);
        var before = tls.current();
        var key = Files.readString(certificates.server().key());

        Files.writeString(certificates.server().key(), "half of a ke");
        await().pollDelay(Duration.ofMillis(1200)).until(() -> tls.current() == before);

        Files.writeString(certificates.server().key(), key);
        await().until(() -> tls.current() != before);
        assertThat(tls.current()).isNotNull();
    }

    private static ReloadedTls reloaded(TestCertificates certificates) throws Exception {
        return new ReloadedTls(certificates.server(), List.of("h2"), Runnable::run);
    }
}
