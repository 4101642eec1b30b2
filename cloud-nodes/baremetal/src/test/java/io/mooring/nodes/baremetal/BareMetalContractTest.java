package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class BareMetalContractTest extends NodeProviderContract {

    private NodeProvider provider;

    @BeforeEach
    void open() {
        provider = Metal.provider();
    }

    @AfterEach
    void giveBack() {
        Metal.release();
    }

    @Override
    protected NodeProvider provider() {
        return provider;
    }

    @Override
    protected String cluster() {
        return Metal.CLUSTER;
    }

    @Override
    protected String otherCluster() {
        return "store";
    }

    @Override
    protected MachineRequest request(String machine) {
        return Metal.request(machine, "#cloud-config\nruncmd: [[true]]\n");
    }
}
