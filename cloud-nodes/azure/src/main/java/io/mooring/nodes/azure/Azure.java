package io.mooring.nodes.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.compute.implementation.ComputeManagementClientBuilder;
import com.azure.resourcemanager.network.fluent.NetworkInterfacesClient;
import com.azure.resourcemanager.network.implementation.NetworkManagementClientBuilder;
import io.mooring.nodes.Endpoint;
import io.mooring.nodes.azure.AzureSettings.Account;
import io.mooring.nodes.azure.AzureSettings.Cloud;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The connection to Azure: where, as whom, and how long to wait for an answer.
///
/// @param http without anybody's token, for what is public or signed by itself
record Azure(
        ComputeManagementClient compute,
        NetworkInterfacesClient networkInterfaces,
        HttpClient http,
        Account account) {

    /// What it warns of, at each call, is that the JDK's client sets some headers itself. What goes
    /// wrong is in what it throws.
    private static final Logger SDK = Logger.getLogger("com.azure");

    static {
        SDK.setLevel(Level.SEVERE);
    }

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /// The managers of the SDK bring clients for storage, roles and directories with them; the
    /// clients below are what they call, and need nothing else.
    static Azure open(Account account) {
        AzureEnvironment environment = environment(account);
        HttpClient http =
                new JdkHttpClientBuilder(
                                java.net.http.HttpClient.newBuilder()
                                        .version(java.net.http.HttpClient.Version.HTTP_1_1))
                        .connectionTimeout(CONNECT)
                        .responseTimeout(ANSWER)
                        .readTimeout(ANSWER)
                        .writeTimeout(ANSWER)
                        .build();
        HttpPipeline pipeline = pipeline(account, environment, http);
        String endpoint =
                account.endpoint().isEmpty()
                        ? environment.getResourceManagerEndpoint()
                        : account.endpoint();
        var compute =
                new ComputeManagementClientBuilder()
                        .pipeline(pipeline)
                        .endpoint(endpoint)
                        .subscriptionId(account.subscription())
                        .buildClient();
        var network =
                new NetworkManagementClientBuilder()
                        .pipeline(pipeline)
                        .endpoint(endpoint)
                        .subscriptionId(account.subscription())
                        .buildClient();
        return new Azure(compute, network.getNetworkInterfaces(), http, account);
    }

    private static HttpPipeline pipeline(
            Account account, AzureEnvironment environment, HttpClient http) {
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        policies.add(new Answers());
        policies.add(new UserAgentPolicy("mooring"));
        if (!Endpoint.isLoopback(account.endpoint())) {
            policies.add(
                    new ArmChallengeAuthenticationPolicy(
                            credential(account, environment, http),
                            environment.getManagementEndpoint() + "/.default"));
        }
        return new HttpPipelineBuilder()
                .httpClient(http)
                .policies(policies.toArray(HttpPipelinePolicy[]::new))
                .build();
    }

    /// The one that Azure's tools find. AZURE_AUTHORITY_HOST holds for the public cloud alone; who
    /// calls a cloud of his own cannot ask the public one where to sign in.
    private static TokenCredential credential(
            Account account, AzureEnvironment environment, HttpClient http) {
        var builder = new DefaultAzureCredentialBuilder().httpClient(http);
        if (account.cloud() != Cloud.PUBLIC) {
            builder.authorityHost(environment.getActiveDirectoryEndpoint());
        }
        return account.endpoint().isEmpty()
                ? builder.build()
                : builder.disableInstanceDiscovery().build();
    }

    private static AzureEnvironment environment(Account account) {
        return switch (account.cloud()) {
            case PUBLIC -> AzureEnvironment.AZURE;
            case CHINA -> AzureEnvironment.AZURE_CHINA;
            case US_GOVERNMENT -> AzureEnvironment.AZURE_US_GOVERNMENT;
        };
    }

    String group() {
        return account.resourceGroup();
    }

    /// Where prices are told, to anybody.
    URI priceList() {
        return URI.create(
                account.endpoint().isEmpty() ? "https://prices.azure.com" : account.endpoint());
    }
}
