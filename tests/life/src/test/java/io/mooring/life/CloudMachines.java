package io.mooring.life;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
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
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A cloud over the wire whose machines are real: each one that it starts boots as a machine in the
/// network of a local cluster, with the user data it was given, until it ends.
///
/// `-Dmooring.test.cloud=azure` takes Azure in place of EC2, and `gcp` Google Cloud; each costs a
/// test run about ten seconds of a processor, and what differs between them is tested in their own
/// modules.
abstract class CloudMachines implements AutoCloseable {

    private final String cluster;
    private final NamespaceMachines machines;
    private static final Pattern TOKEN =
            Pattern.compile("(?<![a-z0-9.])[a-z0-9]{6}\\.[a-z0-9]{16}(?![a-z0-9.])");

    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, MachineId> booted = new ConcurrentHashMap<>();

    CloudMachines(String cluster, Path machineRoot) {
        this.cluster = cluster;
        this.machines = new NamespaceMachines(ControlPlaneFiles.ROOT, machineRoot);
    }

    /// The resource of a node there.
    static String node() {
        return "mooring:" + cloud() + ":Node";
    }

    static CloudMachines open(String cluster, Path machineRoot) {
        return switch (cloud()) {
            case "azure" -> new AzureMachines(cluster, machineRoot);
            case "gcp" -> new GcpMachines(cluster, machineRoot);
            default -> new Ec2Machines(cluster, machineRoot);
        };
    }

    /// Whether somebody has asked for a cloud, and not `make test`.
    static boolean isAsked() {
        return System.getProperty("mooring.test.cloud") != null;
    }

    private static String cloud() {
        return System.getProperty("mooring.test.cloud", "aws");
    }

    /// Settings of machines that this cloud makes.
    abstract String settings();

    /// What ids that it gives begin with.
    abstract String providerIds();

    /// Has machines be shown documents of another machine from now on, where this cloud gives any.
    void pretendToBeAnother() {}

    /// Whether its machines prove which they are.
    static boolean proves() {
        return cloud().equals("aws");
    }

    /// What machines asked of the metadata service.
    List<String> askedOfMetadata() {
        return List.of();
    }

    /// Files of a machine that still have the token of the user data it was booted with.
    final String keptUserData(String machine) {
        return machines.exec(
                        new MachineId(cluster, machine),
                        "sh",
                        "-c",
                        "grep -rlsaF %s /etc /root /run /tmp /var/lib/cloud /var/lib/kubelet /var/log || :"
                                .formatted(tokens.get(machine)))
                .output();
    }

    /// What a machine says of its join.
    final String journal(String machine) {
        return machines.exec(
                        new MachineId(cluster, machine),
                        "journalctl",
                        "-q",
                        "--no-pager",
                        "-o",
                        "cat",
                        "-u",
                        "mooring-node-bootstrap")
                .output();
    }

    /// How many machines were ever asked for.
    abstract int launches();

    /// Takes the machine back, as a cloud may with one that is paid for as spot.
    ///
    /// @param providerId of its node
    abstract void takeBack(String machine, String providerId);

    /// Boots the machine of that name, for what the cloud calls it.
    final void boot(String instance, String machine, String userData) {
        var id = new MachineId(cluster, machine);
        booted.put(instance, id);
        Thread.ofVirtual()
                .start(() -> {
                    var secret = new SecretText(text(Base64.getDecoder().decode(userData)));
                    TOKEN.matcher(secret.value())
                            .results()
                            .forEach(it -> tokens.put(machine, it.group()));
                    if (!(machines.create(new MachineRequest(id, secret, List.of()))
                            instanceof CreateOutcome.Created)) {
                        throw new AssertionError(id + " did not boot");
                    }
                });
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

    final void end(String instance) {
        MachineId id = booted.remove(instance);
        if (id != null) {
            var _ = machines.delete(id);
        }
    }

    /// Whether nothing is left of this cluster, in the cloud's view.
    final boolean isEmpty() {
        return booted.isEmpty();
    }

    @Override
    public void close() {
        booted.values().forEach(machines::delete);
    }
}
