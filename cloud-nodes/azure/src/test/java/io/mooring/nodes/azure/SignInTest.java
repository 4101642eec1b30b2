package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.azure.testkit.Tokens;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way in as it is used, by TLS and with a token.
final class SignInTest {

    private static final String PASSWORD = "changeit";

    @TempDir private Path directory;

    @Test
    void aMachineIsMadeByWhoSignsInAndByNobodyElse() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext tls = tls();
        SSLContext.setDefault(tls);
        var names = Map.of("AZURE_TENANT_ID", Tokens.TENANT, "AZURE_CLIENT_ID", Tokens.CLIENT);
        names.forEach(System::setProperty);
        try (var arm = new Arm(new ArmServer(tls))) {
            System.setProperty("AZURE_AUTHORITY_HOST", arm.server.endpoint() + "/");
            System.setProperty("AZURE_CLIENT_SECRET", Tokens.SECRET);

            assertThat(arm.open().create(arm.request("one")))
                    .isInstanceOf(CreateOutcome.Created.class);
            assertThat(arm.server.calls())
                    .filteredOn(it -> it.path().endsWith("/token"))
                    .hasSize(1);

            System.setProperty("AZURE_CLIENT_SECRET", "forgotten");
            assertThat(arm.open().create(arm.request("two")))
                    .isInstanceOfSatisfying(
                            BadConfiguration.class,
                            it -> {
                                assertThat(it.field()).isEqualTo("credentials");
                                assertThat(it.reason())
                                        .startsWith(
                                                "Azure does not let us in: sign in by `az login`")
                                        .doesNotContain("forgotten");
                            });
        } finally {
            SSLContext.setDefault(before);
            names.keySet().forEach(System::clearProperty);
            System.clearProperty("AZURE_AUTHORITY_HOST");
            System.clearProperty("AZURE_CLIENT_SECRET");
        }
    }

    private SSLContext tls() throws Exception {
        Path file = directory.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "arm",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("arm", store.getCertificate("arm"));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }
}
