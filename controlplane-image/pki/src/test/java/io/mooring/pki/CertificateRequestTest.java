package io.mooring.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
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

    private String openssl(String subject, String extension) throws Exception {
        var process =
                new ProcessBuilder(
                                "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "k", "-out",
                                "r", "-subj", subject, "-addext", extension)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return Files.readString(directory.resolve("r"));
    }
}
