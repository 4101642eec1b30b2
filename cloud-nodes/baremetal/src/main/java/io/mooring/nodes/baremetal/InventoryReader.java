package io.mooring.nodes.baremetal;

import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.SettingsTree;
import io.mooring.ssh.HostKey;
import io.mooring.ssh.Login;
import io.mooring.ssh.PrivateKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an inventory and notes all that is wrong with it.
final class InventoryReader {

    static final String INVENTORY = "inventory";
    private static final int SSH_PORT = 22;
    private static final String ROOT = "root";
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?");
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:%-]{0,251}[A-Za-z0-9.])?|[0-9a-fA-F:]+");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]{0,127}");

    private final List<SettingProblem> problems = new ArrayList<>();
    private final List<Host> inventory;
    private final PrivateKeys keys = new PrivateKeys();

    InventoryReader(Map<String, Object> settings) {
        this.inventory = read(new SettingsTree(settings, problems));
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /// The machines in order, if nothing is wrong with the settings.
    List<Host> inventory() {
        SettingProblem.requireNone(problems);
        return inventory;
    }

    private List<Host> read(SettingsTree tree) {
        tree.knows(INVENTORY, "port", "user", "privateKey", "passphrase", "sudo", "jumps", "bmc");
        BmcReader boards = new BmcReader(tree);
        List<Login> jumps = jumps(tree);
        List<Host> hosts = new ArrayList<>();
        List<SettingsTree> machines = tree.objects(INVENTORY);
        if (machines.isEmpty()) {
            tree.problem(INVENTORY, "must name at least one machine");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < machines.size(); i++) {
            SettingsTree machine = machines.get(i);
            machine.knows(
                    "name",
                    "address",
                    "port",
                    "user",
                    "hostKey",
                    "privateKey",
                    "passphrase",
                    "sudo",
                    "bmc");
            Optional<Bmc> bmc = boards.read(machine);
            Login login = login(machine, tree);
            String name = machine.text("name", NAME, "rack1-a");
            String called = name.isEmpty() ? login == null ? "" : login.address() : name;
            if (!called.isEmpty() && !seen.add(called)) {
                machine.problem(
                        name.isEmpty() ? "address" : "name", "is that of another machine as well");
            }
            if (login != null) {
                if (!name.isEmpty() && !seen.add(login.place())) {
                    machine.problem("address", "is that of another machine as well");
                }
                hosts.add(
                        host(INVENTORY + "[" + i + "]", called, login, jumps, bmc, machine, tree));
            }
        }
        return List.copyOf(hosts);
    }

    private static Host host(
            String field,
            String name,
            Login login,
            List<Login> jumps,
            Optional<Bmc> bmc,
            SettingsTree machine,
            SettingsTree all) {
        Optional<Boolean> own = machine.flag("sudo");
        boolean sudo = own.or(() -> all.flag("sudo")).orElse(!login.user().equals(ROOT));
        return new Host(
                field,
                name,
                login,
                jumps,
                bmc,
                sudo,
                (own.isPresent() ? machine : all).path("sudo"));
    }

    private List<Login> jumps(SettingsTree tree) {
        List<Login> jumps = new ArrayList<>();
        for (SettingsTree jump : tree.objects("jumps")) {
            jump.knows("address", "port", "user", "hostKey", "privateKey", "passphrase");
            Login login = login(jump, tree);
            if (login != null) {
                jumps.add(login);
            }
        }
        return List.copyOf(jumps);
    }

    /// How to log in somewhere; what is not said there is taken from what is said for all.
    ///
    /// @return null when a problem was noted
    private @Nullable Login login(SettingsTree at, SettingsTree all) {
        int before = problems.size();
        String address = at.text("address", ADDRESS, "10.0.0.11");
        if (address.isEmpty()) {
            at.problem("address", "must be given");
        }
        int port =
                at.number("port", 1, 65_535)
                        .orElseGet(() -> all.number("port", 1, 65_535).orElse(SSH_PORT));
        SettingsTree forUser = at.has("user") ? at : all;
        String user = forUser.text("user", USER, "admin");
        SettingsTree forKey = at.has("privateKey") ? at : all;
        Optional<java.security.KeyPair> key =
                keys.read(
                        forKey.text("privateKey"),
                        forKey.text("passphrase"),
                        problem -> forKey.problem("privateKey", problem));
        Optional<HostKey> hostKey = hostKey(at);
        if (problems.size() > before || key.isEmpty() || hostKey.isEmpty()) {
            return null;
        }
        return new Login(
                address,
                port,
                user.isEmpty() ? ROOT : user,
                hostKey.get(),
                key.get(),
                new Login.Fields(
                        at.path("address"),
                        forUser.path("user"),
                        at.path("hostKey"),
                        forKey.path("privateKey")));
    }

    private static Optional<HostKey> hostKey(SettingsTree at) {
        String text = at.text("hostKey");
        if (text.isBlank()) {
            at.problem(
                    "hostKey",
                    "must be given: nothing is sent to a machine that does not prove who it is. Take a line that `ssh-keyscan` prints, or SHA256:... as `ssh-keygen -lf` does on that machine");
            return Optional.empty();
        }
        try {
            return Optional.of(HostKey.parse(text));
        } catch (IllegalArgumentException e) {
            at.problem("hostKey", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
