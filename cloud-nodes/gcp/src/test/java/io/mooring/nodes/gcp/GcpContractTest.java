package io.mooring.nodes.gcp;

import io.mooring.nodes.testkit.CloudContract;
import io.mooring.nodes.testkit.TestCloud;

final class GcpContractTest extends CloudContract {

    @Override
    protected TestCloud<?> make() {
        return new Gce();
    }
}
