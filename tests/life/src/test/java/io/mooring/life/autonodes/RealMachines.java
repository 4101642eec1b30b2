package io.mooring.life.autonodes;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Machines that boot on this host: there is no elsewhere, nothing is refused for good, and nobody
/// takes them away.
abstract class RealMachines extends AutoCloud {

    static Path machineRoot() {
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                        : Path.of(cache);
        Path root = base.resolve("machine-root");
        if (!Files.isDirectory(root) || !"root".equals(System.getProperty("user.name"))) {
            abort(
                    "SKIPPED: machines need root and a machine root at %s; run tools/rootfs as root"
                            .formatted(root));
        }
        return root;
    }

    @Override
    final Optional<String> otherZone() {
        return Optional.empty();
    }

    @Override
    final Optional<Double> price() {
        return Optional.empty();
    }

    @Override
    final boolean refuseNext() {
        return false;
    }

    /// The autoscaler ends before a machine of this host has come up.
    @Override
    final void loseAnswer() {}

    @Override
    final int launches() {
        return running().size();
    }

    @Override
    final Optional<String> refuseProperty() {
        return Optional.empty();
    }

    @Override
    final void mend() {}

    @Override
    final void takeAway(String machine) {
        throw new AssertionError("nobody takes " + machine + " away");
    }

    @Override
    final Set<String> left() {
        return running().keySet();
    }

    @Override
    final String userData(String machine) {
        return running().get(machine);
    }
}
