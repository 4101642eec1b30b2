package io.mooring.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateRequestTest {
    @TempDir Path directory;

    @Test
    void names_of_every_kind_are_read() throws Exception {
        var request =
                CertificateRequest.parse(
                        openssl(
                                "/O=system:nodes/CN=system:node:n1",
                                "subjectAltName=DNS:n1,IP:10.77.0.2,IP:fd00::2,URI:spiffe://x"));

        assertThat(request.commonNames()).containsExactly("system:node:n1");
        assertThat(request.organizations()).containsExactly("system:nodes");
        assertThat(request.dnsNames()).containsExactly("n1");
        assertThat(request.ipAddresses()).containsExactly("10.77.0.2", "fd00:0:0:0:0:0:0:2");
        assertThat(request.otherNames()).hasSize(1);
    }

    @Test
    void a_second_common_name_is_not_hidden() throws Exception {
        var request = CertificateRequest.parse(openssl("/CN=a/CN=b", "keyUsage=digitalSignature"));

        assertThat(request.commonNames()).containsExactly("a", "b");
        assertThat(request.dnsNames()).isEmpty();
    }

    @Test
    void text_that_is_no_request_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateRequest.parse("hello"))
                .withMessage("this is not a PEM certificate request");
    }

    @Test
    void damaged_requests_are_refused_and_nothing_worse() throws Exception {
        var pem = openssl("/O=system:nodes/CN=system:node:n1", "subjectAltName=DNS:n1,IP:10.0.0.1");
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var intact = parsed(pem);
        var seed = 20261121L;
        var random = new Random(seed);
        for (int run = 0; run < 400; run++) {
            var damaged = der.clone();
            for (int change = 0; change <= run % 3; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (Arrays.equals(damaged, der)) {
                continue;
            }
            var text =
                    "-----BEGIN CERTIFICATE REQUEST-----\n"
                            + Base64.getMimeEncoder().encodeToString(damaged)
                            + "\n-----END CERTIFICATE REQUEST-----\n";

            var outcome = parsed(text);

            assertThat(outcome).as("seed %d run %d", seed, run).isIn(intact, Optional.empty());
        }
    }

    /// Any exception but the one for unusable text fails the test.
    private static Optional<CertificateRequest> parsed(String text) {
        try {
            return Optional.of(CertificateRequest.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private String openssl(String subject, String extension) throws Exception {
        var process =
                new ProcessBuilder(
                                "openssl",
                                "req",
                                "-new",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-keyout",
                                "k",
                                "-out",
                                "r",
                                "-subj",
                                subject,
                                "-addext",
                                extension)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return Files.readString(directory.resolve("r"));
    }
}
