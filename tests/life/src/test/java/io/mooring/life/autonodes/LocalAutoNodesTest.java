package io.mooring.life.autonodes;

import io.mooring.nodes.local.LocalNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class LocalAutoNodesTest extends AutoNodesContract {

    @TempDir private Path state;

    @Override
    AutoCloud open(String cluster) {
        return new Local(cluster, state);
    }

    private static final class Local extends RealMachines {

        private final Path state;
        private final Path machines;
        private final LocalNetwork network;

        Local(String cluster, Path state) {
            this.state = state;
            machines = state.resolve(cluster).resolve("machines");
            var _ = machineRoot();
            network = new LocalNetwork(cluster);
            network.ensure();
        }

        @Override
        String provider() {
            return "local";
        }

        @Override
        Map<String, String> properties() {
            return Map.of("machineRoot", machineRoot().toString(), "stateRoot", state.toString());
        }

        @Override
        Map<String, String> running() {
            var running = new TreeMap<String, String>();
            if (Files.isDirectory(machines)) {
                try (Stream<Path> all = Files.list(machines)) {
                    for (Path machine : all.toList()) {
                        Path given = machine.resolve("seed/user-data");
                        running.put(
                                machine.getFileName().toString(),
                                Files.exists(given) ? Files.readString(given) : "");
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return running;
        }

        @Override
        public void close() {
            network.remove();
        }
    }
}
