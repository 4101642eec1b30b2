package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainKubeconfigTest {

    private static final String PLAIN =
            """
            apiVersion: v1
            kind: Config
            clusters:
            - name: other
              cluster: {server: "https://192.0.2.1:1"}
            - name: c
              cluster: {server: "https://192.0.2.2:6443", certificate-authority-data: Q0E=}
            users:
            - name: u
              user: {client-certificate-data: Q0VSVA==, client-key-data: S0VZ, token: t0k3n}
            contexts:
            - name: u@c
              context: {cluster: c, user: u, namespace: n}
            current-context: u@c
            """;

    @Test
    void what_is_plain_is_read_as_fabric8_reads_it() {
        Config theirs = Config.fromKubeconfig(PLAIN);

        Config ours = PlainKubeconfig.read(PLAIN).orElseThrow();

        assertThat(ours.getMasterUrl().replaceAll("/$", ""))
                .isEqualTo(theirs.getMasterUrl().replaceAll("/$", ""))
                .isEqualTo("https://192.0.2.2:6443");
        assertThat(ours)
                .extracting(
                        Config::getCaCertData,
                        Config::getClientCertData,
                        Config::getClientKeyData,
                        Config::getAutoOAuthToken)
                .containsExactly(
                        theirs.getCaCertData(),
                        theirs.getClientCertData(),
                        theirs.getClientKeyData(),
                        theirs.getAutoOAuthToken())
                .containsExactly("Q0E=", "Q0VSVA==", "S0VZ", "t0k3n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-key-data: S0VZ -> client-key: /k.pem",
                "token: t0k3n -> exec: {command: aws}",
                "token: t0k3n -> tokenFile: /t",
                "token: t0k3n -> as: root",
                "certificate-authority-data: Q0E= -> proxy-url: \"http://p\"",
                "certificate-authority-data: Q0E= -> insecure-skip-tls-verify: true",
                "certificate-authority-data: Q0E= -> tls-server-name: s",
                "current-context: u@c -> current-context: none",
                "user: u, -> user: nobody,"
            })
    void anything_else_is_left_to_fabric8(String change) {
        String[] both = change.split(" -> ");
        assertThat(PLAIN).contains(both[0]);

        assertThat(PlainKubeconfig.read(PLAIN.replace(both[0], both[1]))).isEmpty();
    }
}
