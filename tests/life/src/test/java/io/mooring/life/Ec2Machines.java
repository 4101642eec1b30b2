package io.mooring.life;

import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An EC2 by moto, behind a proxy that powers a machine on for each instance.
final class Ec2Machines extends CloudMachines {

    private final MotoAccount account = MotoAccount.next();
    private final FaultProxy proxy = new FaultProxy(account);
    private final MetadataService metadata;
    private volatile String latest = "";
    private volatile boolean another;

    Ec2Machines(String cluster, Path machineRoot) {
        super(cluster, machineRoot);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        metadata = MetadataService.start(cluster, this::facts);
        proxy.rules()
                .onLaunch((instance, launch) -> {
                    latest = instance;
                    boot(
                            instance,
                            launch.tag(1, "mooring:machine").orElseThrow(),
                            launch.parameter("UserData").orElseThrow());
                });
        proxy.rules().onEnd(this::end);
    }

    private Map<String, String> facts() {
        return Map.of(
                "accountId",
                account.id(),
                "region",
                "eu-central-1",
                "instanceId",
                another ? "i-00000000000000bad" : latest);
    }

    @Override
    void pretendToBeAnother() {
        another = true;
    }

    @Override
    List<String> askedOfMetadata() {
        return metadata.asked();
    }

    @Override
    String settings() {
        return """
        machine:
          region: eu-central-1
          endpoint: '%s'
          instanceTypes: [m5.large]
          image: {name: 'node-*-{arch}', owners: ['111111111111']}
        """
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
    void takeBack(String machine, String providerId) {
        String instance = providerId.substring(providerId.lastIndexOf('/') + 1);
        var request =
                HttpRequest.newBuilder(URI.create(proxy.endpoint()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=0")
                        .POST(
                                BodyPublishers.ofString(
                                        "Action=TerminateInstances&Version=2016-11-15&InstanceId.1="
                                                + instance))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new AssertionError("ending " + instance + ": " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        proxy.rules().takeBack(instance);
    }

    @Override
    public void close() {
        super.close();
        metadata.close();
        proxy.close();
    }
}
