package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.azure.testkit.Tokens;
import io.mooring.nodes.testkit.LocalTls;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way in as it is used, by TLS and with a token.
final class SignInTest {

    @TempDir private Path directory;

    @Test
    void aMachineIsMadeByWhoSignsInAndByNobodyElse() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext tls = LocalTls.make(directory);
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
}
