package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.ResourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportIdTest {

    @TempDir Path home;

    @Test
    void aNameAloneIsAControlPlaneOfThisMachine() {
        assertThat(parsed("shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {standalone: {local: {}}}}"));
    }

    @Test
    void aNamespaceInFrontIsOneInTheHostClusterOfTheUser() {
        assertThat(parsed("tenants/shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {kubernetes: {namespace: tenants}}}"));
    }

    @Test
    void whatIsBeforeTheNamespaceIsAContextWhateverItsName() {
        assertThat(parsed("arn:aws:eks:eu:1:cluster/big/tenants/shop").inputs())
                .isEqualTo(
                        Given.value(
                                "{name: shop, host: {kubernetes: {namespace: tenants, context: 'arn:aws:eks:eu:1:cluster/big'}}}"));
    }

    @Test
    void whatBeginsWithDockerIsOneInTheEngineOfTheUser() {
        assertThat(parsed("docker:shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {docker: {}}}"));
    }

    @Test
    void whatBeginsWithSshIsOnAMachineThatTheEnvironmentHasTheKeysOf() throws IOException {
        var file = Files.writeString(home.resolve("key"), "KEY");
        var environment =
                Map.of(
                        "MOORING_SSH_HOST_KEY",
                        "SHA256:abc",
                        "MOORING_SSH_PRIVATE_KEY_FILE",
                        file.toString());

        assertThat(ImportId.parse("ssh:10.0.0.5/shop", environment).inputs())
                .isEqualTo(
                        Given.value(
                                "{name: shop, host: {standalone: {ssh: {host: 10.0.0.5, hostKey: 'SHA256:abc', privateKey: KEY}}}}"));
        var sealed = new HashMap<>(environment);
        sealed.put("MOORING_SSH_PASSPHRASE", "word");
        assertThat(
                        ImportId.parse(
                                        "ssh:ops@[fe80::1]:2222/shop?imageArchive=/srv/cp.tar&memoryMib=4096",
                                        sealed)
                                .inputs())
                .isEqualTo(
                        Given.value(
                                "{name: shop, host: {standalone: {ssh: {host: 'fe80::1', user: ops, port: 2222, imageArchive: /srv/cp.tar, memoryMib: 4096, hostKey: 'SHA256:abc', privateKey: KEY, passphrase: word}}}}"));
        assertThatThrownBy(() -> ImportId.parse("ssh:10.0.0.5/shop?port=7", environment))
                .hasMessage(
                        "importing \"ssh:10.0.0.5/shop?port=7\": \"port=7\" says nothing of a machine; write imageArchive=PATH, image=IMAGE, address=HOST or memoryMib=NUMBER");
        assertThatThrownBy(() -> ImportId.parse("ssh:10.0.0.5/shop", Map.of()))
                .hasMessage(
                        "importing \"ssh:10.0.0.5/shop\": the id holds no key; set MOORING_SSH_HOST_KEY to the machine's public key, a line of `ssh-keyscan`, and MOORING_SSH_PRIVATE_KEY_FILE to the file of the private key to log in with in the environment of this command");
        var without = Map.of("MOORING_SSH_HOST_KEY", "k", "MOORING_SSH_PRIVATE_KEY_FILE", "/none");
        assertThatThrownBy(() -> ImportId.parse("ssh:10.0.0.5/shop", without))
                .hasMessageStartingWith(
                        "importing \"ssh:10.0.0.5/shop\": reading the private key that MOORING_SSH_PRIVATE_KEY_FILE names: ");
    }

    private static ImportId parsed(String id) {
        return ImportId.parse(id, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/shop",
                "tenants/",
                "/tenants/shop",
                "big//shop",
                "ssh:shop",
                "ssh:10.0.0.5/",
                "ssh:a@b@c/shop"
            })
    void anythingElseIsRefusedWithWhatToWrite(String id) {
        assertThatThrownBy(() -> parsed(id))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "importing \"%s\": this names no control plane; write NAME for one of this machine, NAMESPACE/NAME or CONTEXT/NAMESPACE/NAME for one in a host cluster, docker:NAME for one in a container engine, ssh:[USER@]HOST[:PORT]/NAME for one on a machine that SSH reaches, with ?imageArchive=, ?image=, ?address= or ?memoryMib= as the program has them"
                                .formatted(id));
    }
}
