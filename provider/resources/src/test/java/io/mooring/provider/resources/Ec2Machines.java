package io.mooring.provider.resources;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.local.NamespaceMachines;
import io.mooring.provider.resources.host.ControlPlaneFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/// An EC2 whose instances are real: each one that is launched boots as a machine in the network of
/// a local cluster, with the user data it was launched with, until it is terminated.
final class Ec2Machines implements AutoCloseable {

    final FaultProxy proxy = new FaultProxy(MotoAccount.next());
    private final String cluster;
    private final NamespaceMachines machines;
    private final Map<String, MachineId> booted = new ConcurrentHashMap<>();

    Ec2Machines(String cluster, Path machineRoot) {
        this.cluster = cluster;
        this.machines = new NamespaceMachines(ControlPlaneFiles.ROOT, machineRoot);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        proxy.rules().onLaunch((instance, launch) ->
                Thread.ofVirtual().start(() -> boot(instance, launch)));
        proxy.rules().onEnd(this::end);
    }

    /// Settings of machines that this EC2 makes.
    String settings() {
        return "machine: {region: eu-central-1, endpoint: '%s', instanceTypes: [m5.large], image: {name: 'node-*-{arch}', owners: ['111111111111']}}\n"
                .formatted(proxy.endpoint());
    }

    private void boot(String instance, ApiCall launch) {
        var id = new MachineId(cluster, launch.tag(1, "mooring:machine").orElseThrow());
        booted.put(instance, id);
        byte[] bytes = Base64.getDecoder().decode(launch.parameter("UserData").orElseThrow());
        var request = new MachineRequest(id, new SecretText(text(bytes)), List.of());
        if (!(machines.create(request) instanceof CreateOutcome.Created)) {
            throw new AssertionError(id + " did not boot");
        }
    }

    private static String text(byte[] userData) {
        boolean compressed = userData.length > 1 && userData[0] == 0x1f;
        try (var gzip =
                compressed
                        ? new GZIPInputStream(new ByteArrayInputStream(userData))
                        : new ByteArrayInputStream(userData)) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(String instance) {
        MachineId id = booted.remove(instance);
        if (id != null) {
            var _ = machines.delete(id);
        }
    }

    /// What is still there of this cluster, in EC2's view.
    boolean isEmpty() {
        return booted.isEmpty();
    }

    @Override
    public void close() {
        booted.values().forEach(machines::delete);
        proxy.close();
    }
}
