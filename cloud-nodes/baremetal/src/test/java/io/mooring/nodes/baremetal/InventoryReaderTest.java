package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.baremetal.testkit.SshKey;
import io.mooring.ssh.HostKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InventoryReaderTest {

    private static final SshKey KEY = SshKey.make("ed25519");
    private static final SshKey OTHER = SshKey.make("ecdsa");
    private static final SshKey SEALED = SshKey.make("ed25519", "open sesame");

    private static List<Host> read(Map<String, Object> settings) {
        return new InventoryReader(settings).inventory();
    }

    private static List<SettingProblem> problems(Map<String, Object> settings) {
        return new InventoryReader(settings).problems();
    }

    private static Map<String, Object> machine(Object... more) {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("address", "10.0.0.11");
        machine.put("hostKey", KEY.open());
        for (int i = 0; i < more.length; i += 2) {
            machine.put((String) more[i], more[i + 1]);
        }
        return machine;
    }

    @Test
    void whatIsSaidOnceHoldsForEachMachineThatSaysNothingElse() {
        List<Host> hosts =
                read(
                        Map.of(
                                "user",
                                "ops",
                                "port",
                                2222,
                                "privateKey",
                                KEY.secret(),
                                "inventory",
                                List.of(
                                        machine(),
                                        machine(
                                                "address",
                                                "b.example",
                                                "name",
                                                "b",
                                                "user",
                                                "root",
                                                "port",
                                                22))));

        assertThat(hosts)
                .extracting(Host::toString)
                .containsExactly("inventory[0] (10.0.0.11:2222)", "inventory[1] (b, b.example:22)");
        assertThat(hosts).extracting(host -> host.login().user()).containsExactly("ops", "root");
        assertThat(hosts).extracting(Host::sudo).containsExactly(true, false);
        assertThat(hosts.get(1).login().fields().user()).isEqualTo("inventory[1].user");
        assertThat(hosts.get(1).login().fields().key()).isEqualTo("privateKey");
    }

    @Test
    void aMachineThatDoesNotSayWhoItIsIsRefused() {
        assertThat(
                        problems(
                                Map.of(
                                        "privateKey",
                                        KEY.secret(),
                                        "inventory",
                                        List.of(machine("hostKey", "")))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("inventory[0].hostKey");
                    assertThat(problem.reason()).contains("must be given", "ssh-keyscan");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "SHA256:short",
                "ssh-ed25519 !!!!",
                "@cert-authority * ssh-ed25519 AAAA",
                "a\nb"
            })
    void aHostKeyThatIsNoneIsRefused(String text) {
        assertThat(
                        problems(
                                Map.of(
                                        "privateKey",
                                        KEY.secret(),
                                        "inventory",
                                        List.of(machine("hostKey", text)))))
                .extracting(SettingProblem::field)
                .containsExactly("inventory[0].hostKey");
    }

    @Test
    void aHostKeyIsALineOfKnownHostsAKeyOrAFingerprint() {
        HostKey exact = HostKey.parse(KEY.open());
        var key = ((HostKey.Exact) exact).key();

        assertThat(HostKey.parse("[10.0.0.11]:2222 " + KEY.open()).fits(key)).isTrue();
        assertThat(HostKey.parse(HostKey.fingerprint(key)).fits(key)).isTrue();
        assertThat(HostKey.parse(OTHER.open()).fits(key)).isFalse();
        assertThat(HostKey.parse(OTHER.open()).kinds()).containsExactly("ecdsa-sha2-nistp256");
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNoKeyIsQuoted() {
        String broken = KEY.secret().substring(0, 200);
        List<SettingProblem> problems =
                problems(
                        Map.of(
                                "privateKey",
                                broken,
                                "users",
                                "ops",
                                "inventory",
                                List.of(
                                        machine("port", 0),
                                        machine("address", "10.0.0.11"),
                                        machine("address", "-oProxyCommand=x"))));

        assertThat(problems)
                .extracting(SettingProblem::field)
                .contains("users", "privateKey", "inventory[0].port", "inventory[2].address");
        assertThat(problems.toString()).doesNotContain(broken.substring(60, 100));
    }

    @Test
    void twoEntriesOfOneMachineAreRefused() {
        assertThat(
                        problems(
                                Map.of(
                                        "privateKey",
                                        KEY.secret(),
                                        "inventory",
                                        List.of(machine(), machine()))))
                .extracting(SettingProblem::field)
                .containsExactly("inventory[1].address");
    }

    @Test
    void aSealedKeyNeedsItsPassphrase() {
        Map<String, Object> sealed =
                Map.of("privateKey", SEALED.secret(), "inventory", List.of(machine()));
        var opened = new LinkedHashMap<>(sealed);
        opened.put("passphrase", "open sesame");

        assertThat(problems(sealed))
                .extracting(SettingProblem::field)
                .containsExactly("privateKey");
        assertThat(problems(opened)).isEmpty();
        assertThat(read(opened).toString()).doesNotContain("sesame");
    }

    @Test
    void aFileNameIsToldFromAKey() {
        assertThat(
                        problems(
                                Map.of(
                                        "privateKey",
                                        "~/.ssh/id_ed25519",
                                        "inventory",
                                        List.of(machine()))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("not its name"));
    }
}
