package io.mooring.nodes.azure;

import io.mooring.nodes.testkit.CloudContract;
import io.mooring.nodes.testkit.TestCloud;

final class AzureContractTest extends CloudContract {

    @Override
    protected TestCloud<?> make() {
        return new Arm();
    }
}
