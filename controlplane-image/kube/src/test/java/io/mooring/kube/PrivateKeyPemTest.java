package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrivateKeyPemTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "EC, ecparam -name prime256v1 -genkey -noout",
        "EC, ecparam -name secp384r1 -genkey",
        "EC, ecparam -name secp521r1 -genkey -noout",
        "EC, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "RSA, genrsa -traditional 2048",
        "RSA, genpkey -algorithm RSA",
        "EdDSA, genpkey -algorithm ed25519"
    })
    void every_usual_form_is_read(String algorithm, String command) throws Exception {
        var key = PrivateKeyPem.read(openssl(command));

        assertThat(key.getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void other_text_is_refused_without_being_quoted() {
        assertThatThrownBy(() -> PrivateKeyPem.read("hunter2"))
                .hasMessage("there is no private key in PEM form");
    }

    private String openssl(String arguments) throws Exception {
        var process =
                new ProcessBuilder("sh", "-c", "openssl " + arguments + " 2>/dev/null")
                        .directory(directory.toFile())
                        .start();
        return new String(process.getInputStream().readAllBytes());
    }
}
