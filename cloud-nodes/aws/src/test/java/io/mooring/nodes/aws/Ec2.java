package io.mooring.nodes.aws;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.Gate;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.nodes.testkit.TestCloud;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/// EC2 as moto has it, behind a proxy, and a client to look with, past the proxy's faults.
final class Ec2 extends TestCloud<AwsNodes> {

    static final String REGION = "eu-central-1";

    final FaultProxy proxy;
    final Ec2Client client;
    private final FaultProxy clear;

    Ec2() {
        if (MotoServer.python().isEmpty()) {
            abort("SKIPPED: moto is not installed; run tools/moto");
        }
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        MotoAccount account = MotoAccount.next();
        proxy = new FaultProxy(account);
        clear = FaultProxy.unchecked(account);
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

    @Override
    public FaultProxy wire() {
        return proxy;
    }

    @Override
    protected Map<String, Object> basis() {
        return Map.of(
                "region",
                REGION,
                "endpoint",
                proxy.endpoint(),
                "instanceTypes",
                List.of("m5.large"),
                "image",
                Map.of("name", "node-*-{arch}", "owners", List.of("111111111111")));
    }

    @Override
    protected AwsNodes open(Owner owner, Map<String, Object> settings, Pace pace) {
        return AwsNodes.open(
                owner, new SettingsReader(settings).settings(), new Gate("AWS", pace), pace);
    }

    @Override
    public List<String> there(String machine) {
        return instances().stream()
                .filter(it -> Tags.value(it.tags(), "mooring:machine").equals(machine))
                .map(_ -> "instance")
                .toList();
    }

    @Override
    public List<String> whole() {
        return List.of("instance");
    }

    @Override
    public void showAfter(int looks) {
        proxy.rules().showAfter(looks);
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
