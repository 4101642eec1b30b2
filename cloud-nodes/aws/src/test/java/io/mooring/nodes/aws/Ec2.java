package io.mooring.nodes.aws;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.Owner;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.aws.testkit.MotoServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/// What the tests of this module share: moto behind a proxy, time that passes when somebody waits,
/// and a client of its own to look with, past the proxy's faults.
final class Ec2 implements AutoCloseable {

    static final String REGION = "eu-central-1";
    static final Owner OWNER = new Owner("0123456789abcdef");
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    final FaultProxy proxy;
    final Ec2Client client;
    final String cluster = "test" + CLUSTERS.incrementAndGet();
    private final FaultProxy clear;
    private final PassingTime time = new PassingTime();

    Ec2() {
        if (MotoServer.python().isEmpty()) {
            abort("SKIPPED: moto is not installed; run tools/moto");
        }
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        MotoAccount account = MotoAccount.next();
        proxy = new FaultProxy(account);
        clear = new FaultProxy(account);
        client =
                Ec2Client.builder()
                        .region(Region.of(REGION))
                        .endpointOverride(URI.create(clear.endpoint()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    /// Settings that moto can satisfy, changed by pairs of name and value.
    Map<String, Object> settings(Object... changes) {
        var settings = new HashMap<String, Object>();
        settings.put("region", REGION);
        settings.put("endpoint", proxy.endpoint());
        settings.put("instanceTypes", List.of("m5.large"));
        settings.put("image", Map.of("name", "node-*-{arch}", "owners", List.of("111111111111")));
        for (int i = 0; i < changes.length; i += 2) {
            settings.put((String) changes[i], changes[i + 1]);
        }
        return settings;
    }

    AwsNodes open(Object... changes) {
        return openAs(OWNER, changes);
    }

    AwsNodes openAs(Owner owner, Object... changes) {
        return AwsNodes.open(owner, new SettingsReader(settings(changes)).settings(), time.pace());
    }

    void pass(Duration gone) {
        time.pass(gone);
    }

    /// How long was waited so far.
    Duration waited() {
        return time.waited();
    }

    MachineId id(String machine) {
        return new MachineId(cluster, machine);
    }

    MachineRequest request(String machine) {
        return request(machine, "#cloud-config\nruncmd: [[hostname]]\n");
    }

    MachineRequest request(String machine, String userData) {
        return new MachineRequest(id(machine), new SecretText(userData), List.of());
    }

    /// Every instance of the cluster that is not terminated.
    List<Instance> instances() {
        return client
                .describeInstances(it ->
                        it.filters(filter -> filter.name("tag:mooring:cluster").values(cluster)))
                .reservations()
                .stream()
                .flatMap(it -> it.instances().stream())
                .filter(it -> !it.state().nameAsString().equals("terminated"))
                .toList();
    }

    @Override
    public void close() {
        List<String> left = instances().stream().map(Instance::instanceId).toList();
        if (!left.isEmpty()) {
            client.terminateInstances(it -> it.instanceIds(left));
        }
        client.close();
        proxy.close();
        clear.close();
    }
}
