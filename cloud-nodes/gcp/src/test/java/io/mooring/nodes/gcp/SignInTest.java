package io.mooring.nodes.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.gcp.testkit.GceServer;
import io.mooring.nodes.gcp.testkit.ServiceAccountKey;
import io.mooring.nodes.testkit.LocalTls;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way in as it is used, by TLS and with a token of the application default credentials.
final class SignInTest {

    @TempDir private Path home;

    @Test
    void aMachineIsMadeByWhoSignsInAndByNobodyElse() throws Exception {
        SSLContext tls = LocalTls.make(home);
        var key = new ServiceAccountKey();
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        String homeBefore = System.getProperty("user.home");
        HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        System.setProperty("user.home", home.toString());
        try (var gce = new Gce(new GceServer(tls, key))) {
            assertThat(refusal(gce, "none"))
                    .startsWith(
                            "Google does not let us in: sign in by `gcloud auth application-default login`");
            assertThat(gce.server.calls()).isEmpty();

            Path file = home.resolve(".config/gcloud/application_default_credentials.json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, key.file(gce.server.endpoint() + "/token"));
            assertThat(gce.open().create(gce.request("one")))
                    .isInstanceOf(CreateOutcome.Created.class);
            assertThat(gce.server.calls())
                    .allSatisfy(it -> assertThat(it.headers()).containsKey("authorization"));

            key.revoke();
            assertThat(refusal(gce, "two"))
                    .isEqualTo("Google does not accept the credentials (status 401)");
        } finally {
            System.setProperty("user.home", homeBefore);
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    private static String refusal(Gce gce, String machine) {
        return gce.open().create(gce.request(machine)) instanceof BadConfiguration bad
                        && bad.field().equals("credentials")
                ? bad.reason()
                : "made";
    }
}
