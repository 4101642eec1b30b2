package io.mooring.life.autonodes;

import io.mooring.nodes.baremetal.testkit.BareMachines;
import io.mooring.nodes.local.LocalNetwork;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Two machines with real sshd. What is laid there is read by what it leaves.
@Tag("long")
final class BareMetalAutoNodesTest extends AutoNodesContract {

    @TempDir private Path state;

    @Override
    AutoCloud open(String cluster) {
        return new BareMetal(state);
    }

    private static final class BareMetal extends RealMachines {

        private final LocalNetwork network;
        private final BareMachines machines;

        BareMetal(Path state) {
            String name = "abm" + ProcessHandle.current().pid();
            Path root = machineRoot();
            network = new LocalNetwork(name);
            network.ensure();
            machines = new BareMachines(name, state, root, "rack", 2);
        }

        @Override
        String provider() {
            return "baremetal";
        }

        @Override
        Map<String, String> properties() {
            var json = JsonMapper.shared();
            return machines.settings().entrySet().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    it -> json.writeValueAsString(it.getValue())));
        }

        @Override
        Map<String, String> running() {
            var running = new TreeMap<String, String>();
            for (int i = 0; i < machines.all().size(); i++) {
                String claim = machines.on(i, "cat /var/lib/mooring-machine/claim 2>/dev/null");
                if (!claim.isBlank()) {
                    running.put(claim.split("\\s+")[2], laid(i));
                }
            }
            return running;
        }

        private String laid(int machine) {
            return machines.on(machine, "cat /etc/mooring/node.env 2>/dev/null");
        }

        @Override
        public void close() {
            machines.close();
            network.remove();
        }
    }
}
