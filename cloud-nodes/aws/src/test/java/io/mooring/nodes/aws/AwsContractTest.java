package io.mooring.nodes.aws;

import io.mooring.nodes.testkit.CloudContract;
import io.mooring.nodes.testkit.TestCloud;

final class AwsContractTest extends CloudContract {

    @Override
    protected TestCloud<?> make() {
        var ec2 = new Ec2();
        ec2.proxy.rules().price("m5.large", 0.115);
        return ec2;
    }
}
