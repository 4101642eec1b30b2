package io.mooring.nodes.local;

import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class LocalProviderTest extends NodeProviderContract {

    @TempDir Path state;

    @org.jspecify.annotations.Nullable private Ground ground;

    @BeforeEach
    void standTheNetwork() {
        ground = new Ground("nc", state);
    }

    @AfterEach
    void leaveNothing() {
        if (ground != null) {
            ground.close();
        }
    }

    @Override
    protected NodeProvider provider() {
        return ground().machines;
    }

    @Override
    protected String cluster() {
        return ground().cluster;
    }

    @Override
    protected String otherCluster() {
        return "other-" + ground().cluster;
    }

    @Override
    protected MachineRequest request(String machine) {
        return ground().request(machine);
    }

    private Ground ground() {
        return java.util.Objects.requireNonNull(ground);
    }
}
