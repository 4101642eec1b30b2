package io.mooring.nodes.aws;

import io.mooring.nodes.Calls;
import io.mooring.nodes.Refused;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// EC2 as one account calls it. Every call that is made through here may be repeated. Thread-safe.
final class Ec2Api {

    private final Ec2Client client;
    private final Calls calls;

    Ec2Api(Ec2Client client, Calls calls) {
        this.client = client;
        this.calls = calls;
    }

    /// @param attempt what is being done, as in "looking for machine shop/web-0"
    /// @throws Refused when EC2 has answered so, or has not answered after some attempts
    <T> T look(String attempt, Function<Ec2Client, T> call) {
        return calls.repeated(Lanes.LOOKS, attempt, () -> call.apply(client));
    }

    /// As [#look], for what changes something.
    <T> T change(String attempt, Function<Ec2Client, T> call) {
        return calls.repeated(Lanes.CHANGES, attempt, () -> call.apply(client));
    }

    /// As [#look], for what has an instance begin to run.
    <T> T launch(String attempt, Function<Ec2Client, T> call) {
        return calls.repeated(Lanes.LAUNCHES, attempt, () -> call.apply(client));
    }
}
