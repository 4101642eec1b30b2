package io.mooring.nodes.baremetal;

import static io.mooring.nodes.baremetal.Metal.CLUSTER;
import static io.mooring.nodes.baremetal.Metal.OTHER_OWNER;
import static io.mooring.nodes.baremetal.Metal.OWNER;
import static io.mooring.nodes.baremetal.Metal.machine;
import static io.mooring.nodes.baremetal.Metal.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import io.mooring.nodes.baremetal.testkit.BareMachines.Bare;
import io.mooring.nodes.baremetal.testkit.SshKey;
import io.mooring.ssh.HostKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How servers prove who they are, how we do, and what is said when either cannot.
final class ReachingMachinesTest {

    private static final MachineRequest REQUEST =
            Metal.request("web-0", "#cloud-config\nruncmd: [[true]]\n");

    @AfterEach
    void giveBack() {
        Metal.release();
    }

    private static CreateOutcome create(Map<String, Object> settings) {
        return Metal.provider(settings).create(REQUEST);
    }

    private static void assertBlamed(CreateOutcome outcome, String field, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CreateOutcome.BadConfiguration.class,
                        bad -> {
                            assertThat(bad.field()).isEqualTo(field);
                            assertThat(bad.reason()).contains(reason);
                        });
    }

    private static void assertUntouched() {
        assertThat(Metal.machines().on(0, "ls /var/lib/mooring-machine 2>/dev/null")).isEmpty();
    }

    @Test
    void aServerWithAnotherKeyThanGivenIsToldNothing() {
        assertBlamed(
                create(machine("hostKey", SshKey.make("ed25519").open())),
                "inventory[0].hostKey",
                "Nothing was sent to it");
        assertUntouched();
    }

    @Test
    void aServerWithAKeyOfAnotherKindIsToldNothingEither() {
        assertBlamed(
                create(machine("hostKey", SshKey.make("ecdsa").open())),
                "inventory[0].hostKey",
                "ssh-ed25519");
    }

    @Test
    void aFingerprintIsEnoughToKnowAServer() {
        HostKey key = HostKey.parse(Metal.machines().get(0).hostKey().open());
        String fingerprint = HostKey.fingerprint(((HostKey.Exact) key).key());

        String another = (fingerprint.charAt(7) == 'A' ? "B" : "A") + fingerprint.substring(8);
        assertThat(create(machine("hostKey", fingerprint)))
                .isInstanceOf(CreateOutcome.Created.class);
        assertBlamed(
                create(machine("hostKey", "SHA256:" + another)),
                "inventory[0].hostKey",
                fingerprint);
    }

    @Test
    void aKeyThatIsNotLetInIsTheKeysFault() {
        SshKey stranger = SshKey.make("ed25519");

        assertBlamed(
                create(settings("privateKey", stranger.secret())),
                "privateKey",
                "does not let root in with this key");
        assertBlamed(
                create(machine("privateKey", stranger.secret())),
                "inventory[0].privateKey",
                "authorized_keys");
        assertUntouched();
    }

    @Test
    void aUserWhoMayBecomeRootMayClaimAMachine() {
        assertThat(create(settings("user", "ops"))).isInstanceOf(CreateOutcome.Created.class);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, true, cannot become root",
        "ops, false, set sudo",
        "plain, false, set sudo"
    })
    void aUserWhoIsNotAndDoesNotBecomeRootMayNot(String user, boolean sudo, String reason) {
        var settings = settings("user", user);
        settings.put("sudo", sudo);

        assertBlamed(create(settings), "sudo", reason);
        assertUntouched();
    }

    @Test
    void aMachineThatDoesNotAnswerIsNamedAndNoOtherIsTakenInItsPlace() {
        List<Bare> machines = Metal.machines().all();
        machines.get(1).relay().cut();
        NodeProvider provider = Metal.provider(Metal.machines().settings());

        assertBlamed(
                provider.create(REQUEST), "inventory[1].address", "take it out of the inventory");
        assertThatThrownBy(() -> provider.get(REQUEST.id())).isInstanceOf(ProviderFailure.class);
        assertThatThrownBy(() -> provider.delete(REQUEST.id())).isInstanceOf(ProviderFailure.class);
        assertUntouched();
    }

    @Test
    void aMachineThatIsFoundIsNotKeptFromUseByAnotherThatDoesNotAnswer() {
        Metal.provider().create(REQUEST);
        Metal.machines().get(1).relay().cut();
        NodeProvider provider = Metal.provider();

        assertThat(provider.get(REQUEST.id())).isInstanceOf(Lookup.Found.class);
        assertThat(provider.create(REQUEST)).isInstanceOf(CreateOutcome.AlreadyThere.class);
    }

    @Test
    void aPortThatNobodyListensOnIsTheAddresssFault() {
        assertBlamed(create(machine("port", 1)), "inventory[0].address", "127.0.0.1:1");
    }

    @Test
    void aNameThatIsNotKnownIsTheAddresssFault() {
        assertBlamed(
                create(machine("address", "no-such-machine.invalid")),
                "inventory[0].address",
                "no-such-machine.invalid");
    }

    @Test
    void aMachineBehindAnotherIsReachedThroughItAndBothProveWhoTheyAre() {
        Bare front = Metal.machines().get(0);
        Bare behind = Metal.machines().get(1);
        Map<String, Object> target =
                Map.of("address", behind.address(), "hostKey", behind.hostKey().open());
        var jump = new LinkedHashMap<String, Object>();
        jump.put("address", "127.0.0.1");
        jump.put("port", front.relay().port());
        jump.put("user", "plain");
        jump.put("hostKey", front.hostKey().open());
        var settings = settings("inventory", List.of(target));
        settings.put("jumps", List.of(jump));

        assertThat(create(settings))
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        created ->
                                assertThat(created.machine().addresses())
                                        .containsExactly(behind.address()));
        assertUntouched();
        assertThat(Metal.machines().on(1, "cat /var/lib/mooring-machine/claim"))
                .startsWith(OWNER.uid() + " shop web-0 ");

        jump.put("hostKey", behind.hostKey().open());
        assertBlamed(create(settings), "jumps[0].hostKey", "Nothing was sent to it");
        jump.put("hostKey", front.hostKey().open());
        settings.put(
                "inventory",
                List.of(Map.of("address", behind.address(), "hostKey", front.hostKey().open())));
        assertBlamed(create(settings), "inventory[0].hostKey", "Nothing was sent to it");
    }

    @Test
    void aMachineBehindSeveralIsReachedThroughThemInTheirOrder() {
        Bare front = Metal.machines().get(0);
        Bare behind = Metal.machines().get(1);
        Map<String, Object> outer =
                Map.of(
                        "address", "127.0.0.1",
                        "port", front.relay().port(),
                        "hostKey", front.hostKey().open());
        Map<String, Object> inner =
                Map.of(
                        "address", behind.address(),
                        "user", "plain",
                        "hostKey", behind.hostKey().open());
        var settings =
                settings(
                        "inventory",
                        List.of(
                                Map.of(
                                        "address", front.address(),
                                        "hostKey", front.hostKey().open())));
        settings.put("jumps", List.of(outer, inner));

        assertThat(create(settings)).isInstanceOf(CreateOutcome.Created.class);
        assertThat(Metal.machines().on(0, "cat /var/lib/mooring-machine/claim"))
                .startsWith(OWNER.uid() + " shop web-0 ");
        assertThat(
                        Metal.machines()
                                .on(0, "journalctl -q -u ssh -o cat | grep Accepted | tail -n 1"))
                .contains("from " + behind.address() + " ");

        settings.put("jumps", List.of(outer, with(inner, "hostKey", front.hostKey().open())));
        assertBlamed(create(settings), "jumps[1].hostKey", "Nothing was sent to it");
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        var changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    @Test
    void whatOthersHaveClaimedIsNeitherTakenNorSeenNorWiped() {
        NodeProvider theirs = Metal.provider(OTHER_OWNER, Metal.shell());
        for (String name : List.of("web-0", "db-0")) {
            assertThat(theirs.create(Metal.request(name, "#cloud-config\n")))
                    .isInstanceOf(CreateOutcome.Created.class);
        }
        NodeProvider ours = Metal.provider();

        assertThat(ours.create(REQUEST))
                .isInstanceOfSatisfying(
                        CreateOutcome.NoCapacity.class,
                        none ->
                                assertThat(none.reason())
                                        .contains(
                                                "inventory[0]",
                                                "claimed by node shop/web-0",
                                                "inventory[1]",
                                                "claimed by node shop/db-0"));
        assertThat(ours.list(CLUSTER)).isEmpty();
        assertThat(ours.delete(REQUEST.id())).isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(theirs.holdings(CLUSTER)).hasSize(2);
        assertThat(theirs.holdings(CLUSTER)).noneMatch(ours::release);
        assertThat(theirs.list(CLUSTER)).hasSize(2);
    }

    @Test
    void aMachineThatIsANodeOfSomethingElseIsNotFree() {
        Metal.machines()
                .on(0, "mkdir -p /etc/kubernetes; echo theirs >/etc/kubernetes/kubelet.conf");
        try {
            assertThat(create(BareMachines.settings(List.of(Metal.machines().get(0)))))
                    .isInstanceOfSatisfying(
                            CreateOutcome.NoCapacity.class,
                            none -> assertThat(none.reason()).contains("did not claim it"));
        } finally {
            Metal.machines().on(0, "rm -r /etc/kubernetes");
        }
    }
}
