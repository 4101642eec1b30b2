package io.mooring.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class SignedMessageTest {

    /// The example of Azure's own documentation, of 2018.
    private static final String AZURES =
            "MIIEEgYJKoZIhvcNAQcCoIIEAzCCA/8CAQExDzANBgkqhkiG9w0BAQsFADCBugYJKoZIhvcNAQcBoIGsBIGp"
                    + "eyJub25jZSI6IjEyMzQ1NjY3NjYiLCJwbGFuIjp7Im5hbWUiOiIiLCJwcm9kdWN0IjoiIiwicHVibGlzaGVy"
                    + "IjoiIn0sInRpbWVTdGFtcCI6eyJjcmVhdGVkT24iOiIxMS8yMC8xOCAyMjowNzozOSAtMDAwMCIsImV4cGly"
                    + "ZXNPbiI6IjExLzIwLzE4IDIyOjA4OjI0IC0wMDAwIn0sInZtSWQiOiIifaCCAj8wggI7MIIBpKADAgECAhBn"
                    + "xW5Kh8dslEBA0E2mIBJ0MA0GCSqGSIb3DQEBBAUAMCsxKTAnBgNVBAMTIHRlc3RzdWJkb21haW4ubWV0YWRh"
                    + "dGEuYXp1cmUuY29tMB4XDTE4MTEyMDIxNTc1N1oXDTE4MTIyMDIxNTc1NlowKzEpMCcGA1UEAxMgdGVzdHN1"
                    + "YmRvbWFpbi5tZXRhZGF0YS5henVyZS5jb20wgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAML/tBo86ENW"
                    + "PzmXZ0kPkX5dY5QZ150mA8lommszE71x2sCLonzv4/UWk4H+jMMWRRwIea2CuQ5RhdWAHvKq6if4okKNt66f"
                    + "xm+YTVz9z0CTfCLmLT+nsdfOAsG1xZppEapC0Cd9vD6NCKyE8aYI1pliaeOnFjG0WvMY04uWz2MdAgMBAAGj"
                    + "YDBeMFwGA1UdAQRVMFOAENnYkHLa04Ut4Mpt7TkJFfyhLTArMSkwJwYDVQQDEyB0ZXN0c3ViZG9tYWluLm1l"
                    + "dGFkYXRhLmF6dXJlLmNvbYIQZ8VuSofHbJRAQNBNpiASdDANBgkqhkiG9w0BAQQFAAOBgQCLSM6aX5Bs1KHC"
                    + "Jp4VQtxZPzXF71rVKCocHy3N9PTJQ9Fpnd+bYw2vSpQHg/AiG82WuDFpPReJvr7Pa938mZqW9HUOGjQKK2FY"
                    + "DTg6fXD8pkPdyghlX5boGWAMMrf7bFkup+lsT+n2tRw2wbNknO1tQ0wICtqy2VqzWwLi45RBwTGB6DCB5QIB"
                    + "ATA/MCsxKTAnBgNVBAMTIHRlc3RzdWJkb21haW4ubWV0YWRhdGEuYXp1cmUuY29tAhBnxW5Kh8dslEBA0E2m"
                    + "IBJ0MA0GCSqGSIb3DQEBCwUAMA0GCSqGSIb3DQEBAQUABIGAld1BM/yYIqqv8SDE4kjQo3Ul/IKAVR8ETKcv"
                    + "e5BAdGSNkTUooUGVniTXeuvDj5NkmazOaKZp9fEtByqqPOyw/nlXaZgOO44HDGiPUJ90xVYmfeK6p9RpJBu6"
                    + "kiKhnnYTelUk5u75phe5ZbMZfBhuPhXmYAdjc7Nmw97nx8NnprQ=";

    @Test
    void aMessageOfAzureIsReadWhoseHashHasTheNameOfASignature() {
        var message = SignedMessage.parse(Base64.getDecoder().decode(AZURES));

        assertThat(new String(message.content(), StandardCharsets.UTF_8))
                .startsWith("{\"nonce\":\"1234566766\"")
                .contains("\"createdOn\":\"11/20/18 22:07:39 -0000\"");
        assertThat(message.certificates()).hasSize(1);
        assertThat(CertificateNames.of(message.certificates().getFirst()).commonNames())
                .containsExactly("testsubdomain.metadata.azure.com");
        assertThat(message.signedBy(message.certificates().getFirst())).isTrue();
    }

    @Test
    void whatWasChangedIsNotSigned() {
        var text = new String(Base64.getDecoder().decode(AZURES), StandardCharsets.ISO_8859_1);
        var changed = text.replace("1234566766", "1234560000");

        var message = SignedMessage.parse(changed.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(message.signedBy(message.certificates().getFirst())).isFalse();
    }

    @Test
    void moreThanOneMessageIsNone() {
        var one = Base64.getDecoder().decode(AZURES);
        var more = java.util.Arrays.copyOf(one, one.length + 1);

        assertThatThrownBy(() -> SignedMessage.parse(more))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedMessage.parse(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
