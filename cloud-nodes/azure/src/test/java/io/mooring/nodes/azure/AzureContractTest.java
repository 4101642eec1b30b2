package io.mooring.nodes.azure;

import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class AzureContractTest extends NodeProviderContract {

    @Nullable private Arm arm;
    @Nullable private NodeProvider provider;

    @BeforeEach
    void open() {
        var opened = new Arm();
        arm = opened;
        provider = opened.open();
    }

    @AfterEach
    void close() {
        if (arm != null) {
            arm.close();
        }
    }

    @Override
    protected NodeProvider provider() {
        return Objects.requireNonNull(provider);
    }

    @Override
    protected String cluster() {
        return Objects.requireNonNull(arm).cluster;
    }

    @Override
    protected String otherCluster() {
        return "other-" + cluster();
    }

    @Override
    protected MachineRequest request(String machine) {
        return Objects.requireNonNull(arm).request(machine);
    }
}
