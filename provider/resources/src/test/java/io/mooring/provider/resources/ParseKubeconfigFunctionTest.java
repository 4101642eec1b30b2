package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import io.mooring.provider.core.ResourceFailure;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParseKubeconfigFunctionTest {

    private static final String WHOLE =
            """
            apiVersion: v1
            kind: Config
            clusters:
            - {name: other, cluster: {server: "https://other:1"}}
            - name: shop
              cluster:
                server: https://127.0.0.1:8443
                tls-server-name: api.shop
                certificate-authority-data: Q0E=
            users:
            - name: admin
              user: {client-certificate-data: Q0VSVA==, client-key-data: S0VZ, token: t0k3n}
            contexts:
            - {name: admin@shop, context: {cluster: shop, user: admin, namespace: web}}
            current-context: admin@shop
            """;

    @Test
    void theCurrentContextIsTakenApartAndItsSecretsAreMarked() {
        ObjectValue found = parse(WHOLE);

        assertThat(found.plain())
                .isEqualTo(
                        Given.value(
                                """
                                context: admin@shop
                                server: https://127.0.0.1:8443
                                tlsServerName: api.shop
                                namespace: web
                                caCertificate: CA
                                clientCertificate: CERT
                                clientKey: KEY
                                token: t0k3n
                                """));
        assertThat(found.toString()).doesNotContain("KEY", "t0k3n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "current-context: admin@shop  | current-context: x | it has no \"x\" among its contexts",
                "current-context: admin@shop  | ''                 | it has no current-context",
                "server: https://127.0.0.1:8443 | x: y             | it names no server",
                "certificate-authority-data: Q0E= | certificate-authority: /ca | its certificate-authority is a file; write it into the kubeconfig with kubectl config view --flatten --raw",
                "client-key-data: S0VZ        | client-key-data: '***' | its client-key-data is no base64",
                "kind: Config                 | 'kind: [S0VZ'      | it is no YAML, line 3",
            })
    void whatIsWrongIsSaidWithoutTheSecrets(String good, String bad, String reason) {
        assertThatThrownBy(() -> parse(WHOLE.replace(good, bad)))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage("reading a kubeconfig: " + reason)
                .hasNoCause();
    }

    private static ObjectValue parse(String kubeconfig) {
        return ParseKubeconfigFunction.parse(
                ObjectValue.builder().put("kubeconfig", kubeconfig).build(),
                new OperationContext(
                        Given.named("mooring:index:ControlPlane", "any"),
                        Optional.empty(),
                        new Cancellation(),
                        Progress.SILENT,
                        Clock.systemUTC(),
                        ObjectValue.EMPTY));
    }
}
