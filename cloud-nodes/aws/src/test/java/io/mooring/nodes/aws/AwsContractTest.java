package io.mooring.nodes.aws;

import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class AwsContractTest extends NodeProviderContract {

    @Nullable private Ec2 ec2;
    @Nullable private NodeProvider provider;

    @BeforeEach
    void open() {
        var opened = new Ec2();
        opened.proxy.rules().price("m5.large", 0.115);
        ec2 = opened;
        provider = opened.open();
    }

    @AfterEach
    void close() {
        if (ec2 != null) {
            ec2.close();
        }
    }

    @Override
    protected NodeProvider provider() {
        return Objects.requireNonNull(provider);
    }

    @Override
    protected String cluster() {
        return Objects.requireNonNull(ec2).cluster;
    }

    @Override
    protected String otherCluster() {
        return "other-" + cluster();
    }

    @Override
    protected MachineRequest request(String machine) {
        return Objects.requireNonNull(ec2).request(machine);
    }
}
