package io.mooring.nodes.baremetal;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import io.mooring.nodes.local.LocalNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two bare machines for all tests of this JVM: they boot once, and each test leaves them as it
/// found them.
final class Metal {

    static final Owner OWNER = new Owner("0123456789abcdef");
    static final Owner OTHER_OWNER = new Owner("fedcba9876543210");
    static final String CLUSTER = "shop";

    private static final String NETWORK = "bm" + ProcessHandle.current().pid();

    private Metal() {}

    private static final class Booted {
        static final BareMachines MACHINES = boot();
    }

    static BareMachines machines() {
        Path root = machineRoot();
        if (!Files.isDirectory(root) || !"root".equals(System.getProperty("user.name"))) {
            abort(
                    "SKIPPED: machines need root and a machine root at %s; run tools/rootfs as root"
                            .formatted(root));
        }
        return Booted.MACHINES;
    }

    private static Path machineRoot() {
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                        : Path.of(cache);
        return base.resolve("machine-root");
    }

    private static BareMachines boot() {
        try {
            var network = new LocalNetwork(NETWORK);
            Path state = Files.createTempDirectory("bare");
            network.ensure();
            var machines = new BareMachines(NETWORK, state, machineRoot(), "rack", 2);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                machines.close();
                                network.remove();
                                remove(state);
                            }));
            return machines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path state) {
        for (String each : List.of(NETWORK + "/machines", NETWORK + "/addresses", NETWORK, "")) {
            try (var files = Files.list(state.resolve(each))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
                Files.deleteIfExists(state.resolve(each));
            } catch (IOException _) {
                // what the removal of machines did not leave
            }
        }
    }

    /// What tests share that do not look at connections: making one takes a tenth of a second.
    private static final class Shared {
        static final List<Host> HOSTS = new InventoryReader(machines().settings()).inventory();
        static final Shell SHELL = new SshShell();
        static final BareMetalProviderFactory FACTORY = new BareMetalProviderFactory();
    }

    /// A provider that remembers nothing.
    static NodeProvider provider() {
        return provider(OWNER, Shared.SHELL);
    }

    static NodeProvider provider(Owner owner, Shell shell) {
        return new BareMetalNodes(owner, Shared.HOSTS, shell, Clock.systemUTC(), Pace.real());
    }

    static Shell shell() {
        return Shared.SHELL;
    }

    /// A provider of its own, with connections of its own.
    static NodeProvider provider(Map<String, Object> settings) {
        return Shared.FACTORY.open(OWNER, settings);
    }

    /// Settings of the first machine alone, with something said otherwise.
    static Map<String, Object> settings(String field, Object value) {
        var settings = new LinkedHashMap<>(BareMachines.settings(List.of(machines().get(0))));
        settings.put(field, value);
        return settings;
    }

    /// As [#settings], in what is said of the machine.
    static Map<String, Object> machine(String field, Object value) {
        Map<?, ?> entry =
                (Map<?, ?>) ((List<?>) settings("sudo", false).get("inventory")).getFirst();
        var changed = new LinkedHashMap<Object, Object>(entry);
        changed.put(field, value);
        return settings("inventory", List.of(changed));
    }

    static MachineId id(String machine) {
        return new MachineId(CLUSTER, machine);
    }

    static MachineRequest request(String machine, String userData) {
        return new MachineRequest(id(machine), new SecretText(userData), List.of());
    }

    /// Gives both machines back, whoever has them.
    static void release() {
        machines().all().forEach(it -> it.relay().mend());
        for (int i = 0; i < machines().all().size(); i++) {
            String claim = machines().on(i, "cat /var/lib/mooring-machine/claim 2>/dev/null");
            Claim.parse(claim).ifPresent(it -> provider(it.owner(), shell()).delete(it.machine()));
        }
    }
}
