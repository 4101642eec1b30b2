package io.mooring.nodes.baremetal;

import static io.mooring.nodes.baremetal.Metal.machine;
import static io.mooring.nodes.baremetal.Metal.settings;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.baremetal.testkit.SshKey;
import io.mooring.nodes.testkit.BadInputContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

final class BareMetalBadInputTest extends BadInputContract {

    private static final MachineRequest REQUEST =
            Metal.request("one", "#cloud-config\nruncmd: [[true]]\n");

    @AfterEach
    void giveBack() {
        Metal.release();
    }

    @Override
    protected List<String> left() {
        return Metal.machines().on(0, "ls /var/lib/mooring-machine 2>/dev/null").lines().toList();
    }

    @Override
    protected List<Row> rows(Wrong wrong) {
        return switch (wrong) {
            case NETWORK ->
                    List.of(
                            row("inventory[0].address", "127.0.0.1:1", machine("port", 1)),
                            row(
                                    "inventory[0].address",
                                    "its name is not known",
                                    machine("address", "no-such-machine.invalid")),
                            row(
                                    "inventory[0].hostKey",
                                    "Nothing was sent to it",
                                    machine("hostKey", SshKey.make("ed25519").open())));
            case IMAGE ->
                    List.of(
                            new Row(
                                    "images",
                                    "cannot be laid into machines of an inventory",
                                    () ->
                                            Metal.provider()
                                                    .create(
                                                            new MachineRequest(
                                                                    REQUEST.id(),
                                                                    REQUEST.userData(),
                                                                    List.of(
                                                                            Path.of(
                                                                                    "/demo.tar"))))));
            case USER_DATA ->
                    List.of(
                            new Row(
                                    "userData",
                                    "is 1100017 bytes; a machine of an inventory takes 1048576",
                                    () -> create(incompressible(1_100_000))),
                            new Row("userData", "is no YAML", () -> create("#cloud-config\n[")),
                            new Row(
                                    "userData",
                                    "[bootcmd]",
                                    () -> create("#cloud-config\nbootcmd: []\n")));
            case RIGHTS ->
                    List.of(
                            row("sudo", "cannot become root", user("plain", true)),
                            row("sudo", "set sudo, or log in as root", user("ops", false)));
            case CREDENTIALS ->
                    List.of(
                            row(
                                    "privateKey",
                                    "does not let root in with this key",
                                    settings("privateKey", SshKey.make("ed25519").secret())),
                            row(
                                    "privateKey",
                                    "does not let nobody in with this key",
                                    settings("user", "nobody")));
        };
    }

    private static Row row(String field, String says, Map<String, Object> settings) {
        return new Row(field, says, () -> Metal.provider(settings).create(REQUEST));
    }

    private static CreateOutcome create(String userData) {
        return Metal.provider().create(Metal.request("one", userData));
    }

    private static Map<String, Object> user(String name, boolean sudo) {
        Map<String, Object> settings = settings("user", name);
        settings.put("sudo", sudo);
        return settings;
    }
}
