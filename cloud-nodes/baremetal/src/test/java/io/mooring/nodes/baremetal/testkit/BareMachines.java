package io.mooring.nodes.baremetal.testkit;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.local.ExecResult;
import io.mooring.nodes.local.NamespaceMachines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Machines of a local network that stand there with nothing but an operating system and its
/// OpenSSH server: namespace machines that know nothing of a cluster.
///
/// Its users are `root` and `ops`, who may use sudo, with one key, and `plain`, who may not.
public final class BareMachines implements AutoCloseable {

    public static final SshKey KEY = SshKey.make("ed25519");

    private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

    private final NamespaceMachines machines;
    private final List<MachineId> ids = new ArrayList<>();
    private final List<Bare> all = new ArrayList<>();

    /// One of them.
    ///
    /// @param hostKey the key of its server
    public record Bare(MachineId id, SshKey hostKey, String address, Relay relay) {}

    /// Boots machines in the network of a cluster, which must stand. They belong to the cluster
    /// `network` for the host they are on, and to none for anybody else.
    public BareMachines(String network, Path state, Path machineRoot, String prefix, int count) {
        this.machines = new NamespaceMachines(state, machineRoot);
        try {
            for (int i = 0; i < count; i++) {
                ids.add(new MachineId(network, prefix + i));
            }
            ids.parallelStream().map(this::boot).forEachOrdered(all::add);
            all.forEach(BareMachines::awaitServer);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Bare boot(MachineId id) {
        SshKey hostKey = SshKey.make("ed25519");
        var request = new MachineRequest(id, new SecretText(userData(hostKey)), List.of());
        if (!(machines.create(request) instanceof CreateOutcome.Created(var machine, _))) {
            throw new AssertionError(id + " did not boot");
        }
        var relay = new Relay("mooring-" + id.cluster() + "--" + id.name());
        return new Bare(id, hostKey, machine.addresses().getFirst(), relay);
    }

    private static String userData(SshKey hostKey) {
        return """
        #cloud-config
        disable_root: false
        ssh_deletekeys: true
        ssh_genkeytypes: []
        ssh_keys:
          ed25519_private: |
            %s
          ed25519_public: %s
        ssh_authorized_keys: ['%s']
        users:
          - {name: ops, shell: /bin/bash, sudo: 'ALL=(ALL) NOPASSWD:ALL', ssh_authorized_keys: ['%s']}
          - {name: plain, shell: /bin/sh, ssh_authorized_keys: ['%s']}
        """
                .formatted(
                        hostKey.secret().strip().replace("\n", "\n    "),
                        hostKey.open(),
                        KEY.open(),
                        KEY.open(),
                        KEY.open());
    }

    private static void awaitServer(Bare machine) {
        Awaitility.await(machine.id() + "'s SSH server")
                .atMost(BOOT_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> greets(machine.relay().port()));
    }

    private static boolean greets(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException _) {
            return false;
        }
    }

    public List<Bare> all() {
        return List.copyOf(all);
    }

    public Bare get(int number) {
        return all.get(number);
    }

    /// Settings that name all of them, with root's key.
    public Map<String, Object> settings() {
        return settings(all);
    }

    public static Map<String, Object> settings(List<Bare> some) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("privateKey", KEY.secret());
        settings.put("inventory", some.stream().map(BareMachines::entry).toList());
        return settings;
    }

    private static Map<String, Object> entry(Bare machine) {
        return Map.of(
                "name", machine.id().name(),
                "address", "127.0.0.1",
                "port", machine.relay().port(),
                "hostKey", machine.hostKey().open());
    }

    /// Runs a command on one of them, not by SSH, and gives what it printed.
    public String on(int number, String script) {
        ExecResult result = machines.exec(get(number).id(), "/bin/sh", "-c", script);
        return result.output();
    }

    /// As its button does, or a failure of its power.
    public void powerOff(int number) {
        machines.powerOff(get(number).id(), Duration.ofSeconds(5));
    }

    public void powerOn(int number) {
        machines.powerOn(get(number).id());
        awaitServer(get(number));
    }

    @Override
    public void close() {
        all.forEach(it -> it.relay().close());
        ids.forEach(machines::delete);
        all.clear();
    }
}
