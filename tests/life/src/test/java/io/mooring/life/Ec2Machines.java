package io.mooring.life;

import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import java.nio.file.Path;

/// An EC2 by moto, behind a proxy that powers a machine on for each instance.
final class Ec2Machines extends CloudMachines {

    private final FaultProxy proxy = new FaultProxy(MotoAccount.next());

    Ec2Machines(String cluster, Path machineRoot) {
        super(cluster, machineRoot);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        proxy.rules()
                .onLaunch((instance, launch) ->
                        boot(
                                instance,
                                launch.tag(1, "mooring:machine").orElseThrow(),
                                launch.parameter("UserData").orElseThrow()));
        proxy.rules().onEnd(this::end);
    }

    @Override
    String settings() {
        return "machine: {region: eu-central-1, endpoint: '%s', instanceTypes: [m5.large], image: {name: 'node-*-{arch}', owners: ['111111111111']}}\n"
                .formatted(proxy.endpoint());
    }

    @Override
    String providerIds() {
        return "aws:///eu-central-1";
    }

    @Override
    int launches() {
        return proxy.calls("RunInstances").size();
    }

    @Override
    public void close() {
        super.close();
        proxy.close();
    }
}
