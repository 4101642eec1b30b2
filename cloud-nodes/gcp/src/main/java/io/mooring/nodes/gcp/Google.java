package io.mooring.nodes.gcp;

import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ClientContext;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.compute.v1.stub.DisksStub;
import com.google.cloud.compute.v1.stub.GlobalOperationsStub;
import com.google.cloud.compute.v1.stub.HttpJsonDisksStub;
import com.google.cloud.compute.v1.stub.HttpJsonGlobalOperationsStub;
import com.google.cloud.compute.v1.stub.HttpJsonImagesStub;
import com.google.cloud.compute.v1.stub.HttpJsonInstancesStub;
import com.google.cloud.compute.v1.stub.HttpJsonMachineTypesStub;
import com.google.cloud.compute.v1.stub.HttpJsonRegionsStub;
import com.google.cloud.compute.v1.stub.HttpJsonZoneOperationsStub;
import com.google.cloud.compute.v1.stub.ImagesStub;
import com.google.cloud.compute.v1.stub.InstancesStub;
import com.google.cloud.compute.v1.stub.InstancesStubSettings;
import com.google.cloud.compute.v1.stub.MachineTypesStub;
import com.google.cloud.compute.v1.stub.RegionsStub;
import com.google.cloud.compute.v1.stub.ZoneOperationsStub;
import io.mooring.nodes.Endpoint;
import io.mooring.nodes.gcp.GcpSettings.Account;
import java.io.IOException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The connection to Google: where, and as whom.
///
/// @param http signed in, for what the client library of Compute Engine does not know
record Google(
        InstancesStub instances,
        DisksStub disks,
        ZoneOperationsStub operations,
        GlobalOperationsStub allOperations,
        MachineTypesStub machineTypes,
        RegionsStub regions,
        ImagesStub images,
        HttpRequestFactory http) {

    /// What it logs, with a trace, is what the failure of the call says.
    private static final Logger SIGN_IN = Logger.getLogger(HttpCredentialsAdapter.class.getName());

    static {
        SIGN_IN.setLevel(Level.OFF);
    }

    /// Looks for credentials, which may take a call to the machine's metadata server.
    ///
    /// @throws io.mooring.nodes.Refused when there are none
    static Google open(Account account) {
        try {
            HttpTransport transport = new NetHttpTransport();
            ClientContext context = context(account, transport);
            return new Google(
                    HttpJsonInstancesStub.create(context),
                    HttpJsonDisksStub.create(context),
                    HttpJsonZoneOperationsStub.create(context),
                    HttpJsonGlobalOperationsStub.create(context),
                    HttpJsonMachineTypesStub.create(context),
                    HttpJsonRegionsStub.create(context),
                    HttpJsonImagesStub.create(context),
                    http(transport, context));
        } catch (IOException e) {
            throw Failures.withoutCredentials(e);
        }
    }

    private static HttpRequestFactory http(HttpTransport transport, ClientContext context) {
        Credentials credentials = context.getCredentials();
        return credentials == null
                ? transport.createRequestFactory()
                : transport.createRequestFactory(new HttpCredentialsAdapter(credentials));
    }

    /// What all stubs share. A call is carried out by the thread that makes it; the library makes
    /// none again, since [io.mooring.nodes.Calls] knows better when that helps.
    private static ClientContext context(Account account, HttpTransport transport)
            throws IOException {
        var settings =
                InstancesStubSettings.newBuilder()
                        .setCredentialsProvider(credentials(account))
                        .setHeaderProvider(FixedHeaderProvider.create("user-agent", "mooring"))
                        .setStreamWatchdogProvider(null)
                        .setTransportChannelProvider(
                                InstancesStubSettings.defaultHttpJsonTransportProviderBuilder()
                                        .setExecutor(Runnable::run)
                                        .setHttpTransport(transport)
                                        .build());
        if (!account.endpoint().isEmpty()) {
            settings.setEndpoint(account.endpoint());
        }
        ClientContext context = ClientContext.create(settings.build());
        return context.toBuilder()
                .setDefaultCallContext(
                        context.getDefaultCallContext()
                                .withRetryableCodes(Set.of())
                                .withRetrySettings(RetrySettings.newBuilder().build()))
                .build();
    }

    /// Those that Google's tools find, for Google itself and for what stands in its place by TLS.
    private static CredentialsProvider credentials(Account account) {
        return Endpoint.isLoopback(account.endpoint())
                ? NoCredentialsProvider.create()
                : InstancesStubSettings.defaultCredentialsProviderBuilder().build();
    }
}
