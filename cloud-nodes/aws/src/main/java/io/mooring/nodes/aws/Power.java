package io.mooring.nodes.aws;

import io.mooring.nodes.ConsoleTail;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/// Starts, stops and ends instances that are there, and waits until they are so.
final class Power {

    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Ec2Api api;
    private final Pace pace;
    private final Instances instances;

    Power(Ec2Api api, Pace pace, Instances instances) {
        this.api = api;
        this.pace = pace;
        this.instances = instances;
    }

    Instance require(MachineId id) {
        return instances.of(id).stream()
                .filter(Instances::isAlive)
                .findFirst()
                .orElseThrow(() -> new ProviderFailure("machine " + id + " is not there"));
    }

    /// A stopping instance cannot be started: it is awaited first.
    Instance on(MachineId id, Instance instance) {
        Instance now = instance;
        if (Instances.state(now) == InstanceStateName.STOPPING) {
            now = await(id, now, InstanceStateName.STOPPED, LIMIT);
        }
        if (Instances.state(now) == InstanceStateName.RUNNING) {
            return now;
        }
        String instanceId = now.instanceId();
        api.launch(
                "starting machine " + id,
                ec2 -> ec2.startInstances(request -> request.instanceIds(instanceId)));
        return await(id, now, InstanceStateName.RUNNING, LIMIT);
    }

    void off(MachineId id, Instance instance, Duration patience) {
        if (Instances.state(instance) == InstanceStateName.STOPPED) {
            return;
        }
        String attempt = "stopping machine " + id;
        String instanceId = instance.instanceId();
        api.change(attempt, ec2 -> ec2.stopInstances(request -> request.instanceIds(instanceId)));
        if (seen(id, instance, InstanceStateName.STOPPED, patience).isEmpty()) {
            api.change(
                    attempt,
                    ec2 ->
                            ec2.stopInstances(
                                    request -> request.instanceIds(instanceId).force(true)));
            await(id, instance, InstanceStateName.STOPPED, LIMIT);
        }
    }

    private Instance await(MachineId id, Instance one, InstanceStateName wanted, Duration limit) {
        return seen(id, one, wanted, limit)
                .orElseThrow(() ->
                        new ProviderFailure(
                                "machine %s (%s) is not %s after %d s; run again to go on"
                                        .formatted(
                                                id, one.instanceId(), wanted, limit.toSeconds())));
    }

    private Optional<Instance> seen(
            MachineId id, Instance one, InstanceStateName wanted, Duration limit) {
        Instant end = pace.now().plus(limit);
        while (true) {
            Optional<Instance> now =
                    instances
                            .marked(id, one.instanceId())
                            .filter(it -> Instances.state(it) == wanted);
            if (now.isPresent() || pace.now().isAfter(end)) {
                return now;
            }
            pace.pause(LOOK);
        }
    }

    /// Asks EC2 to terminate them; one that is gone already is no failure.
    ///
    /// @return true
    boolean terminate(MachineId id, List<Instance> doomed) {
        for (Instance instance : doomed) {
            if (!Instances.isAlive(instance)) {
                continue;
            }
            try {
                api.change(
                        "terminating machine " + id,
                        ec2 ->
                                ec2.terminateInstances(
                                        request -> request.instanceIds(instance.instanceId())));
            } catch (Refused e) {
                if (!(e.refusal() instanceof Refusal.NotThere)) {
                    throw e;
                }
            }
        }
        return true;
    }

    boolean awaitGone(MachineId id) {
        Instant end = pace.now().plus(LIMIT);
        while (instances.of(id).stream().anyMatch(it -> !Instances.isTerminated(it))) {
            if (pace.now().isAfter(end)) {
                return false;
            }
            pace.pause(LOOK);
        }
        return true;
    }

    /// What EC2 has of the console; it lags behind by some minutes.
    String consoleTail(MachineId id, int lines) {
        try {
            String instanceId = require(id).instanceId();
            String output =
                    api.look(
                                    "reading the console of " + id,
                                    ec2 ->
                                            ec2.getConsoleOutput(
                                                    request -> request.instanceId(instanceId)))
                            .output();
            if (output == null) {
                return "";
            }
            byte[] text = Base64.getMimeDecoder().decode(output);
            return ConsoleTail.of(new String(text, StandardCharsets.ISO_8859_1), lines);
        } catch (ProviderFailure | IllegalArgumentException _) {
            // it adds to another message, which must not be lost for want of it
            return "";
        }
    }
}
