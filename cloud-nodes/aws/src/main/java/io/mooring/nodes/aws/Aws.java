package io.mooring.nodes.aws;

import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Pace;
import io.mooring.nodes.aws.AwsSettings.Account;
import io.mooring.nodes.aws.JsonCalls.Service;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ec2.Ec2Client;
import tools.jackson.databind.json.JsonMapper;

/// The connection to AWS: where, as whom, and how long to wait for an answer.
///
/// @param endpoint called in place of AWS's own; empty for those
record Aws(Ec2Api ec2, Calls calls, JsonCalls json, String region, String endpoint) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// The one region that has the price list for all.
    private static final String PRICING_REGION = "us-east-1";

    static Aws open(Account account, Gate gate, Pace pace) {
        String region = region(account);
        AwsCredentialsProvider credentials =
                account.profile().isEmpty()
                        ? DefaultCredentialsProvider.builder().build()
                        : ProfileCredentialsProvider.create(account.profile());
        SdkHttpClient http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER)
                        .build();
        var client =
                Ec2Client.builder()
                        .region(Region.of(region))
                        .credentialsProvider(credentials)
                        .httpClient(http)
                        .overrideConfiguration(
                                it -> it.retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (!account.endpoint().isEmpty()) {
            client.endpointOverride(URI.create(account.endpoint()));
        }
        Calls calls = Failures.calls(gate, pace);
        return new Aws(
                new Ec2Api(client.build(), calls),
                calls,
                new JsonCalls(http, credentials),
                region,
                account.endpoint());
    }

    private static String region(Account account) {
        if (!account.region().isEmpty()) {
            return account.region();
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "region must be given, here or in AWS_REGION (" + e.getMessage() + ")", e);
        }
    }

    Catalog catalog(AwsSettings settings) {
        return new Catalog(ec2, settings, new Images(ec2, this::parameter, settings.image()));
    }

    Prices prices(Pace pace) {
        return new Prices(ec2, calls, json, service("pricing", PRICING_REGION), region, pace);
    }

    private String parameter(String name) {
        var request = JsonMapper.shared().createObjectNode().put("Name", name);
        String attempt = "reading the parameter " + name;
        return calls.repeated(
                        Lanes.OTHERS,
                        attempt,
                        () -> json.call(service("ssm", region), "AmazonSSM.GetParameter", request))
                .path("Parameter")
                .path("Value")
                .asString("");
    }

    private Service service(String name, String in) {
        String given = endpoint;
        String host =
                ServiceMetadata.of(name.equals("pricing") ? "api.pricing" : name)
                        .endpointFor(Region.of(in))
                        .toString();
        return new Service(URI.create(given.isEmpty() ? "https://" + host : given), name, in);
    }
}
