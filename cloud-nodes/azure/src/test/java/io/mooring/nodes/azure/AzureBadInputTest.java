package io.mooring.nodes.azure;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.testkit.CloudBadInputContract;
import io.mooring.nodes.testkit.LocalTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;

final class AzureBadInputTest extends CloudBadInputContract<Arm> {

    private static final Predicate<ArmCall> LAUNCH = it -> it.is("PUT", "virtualMachines");
    private static final Predicate<ArmCall> CARD = it -> it.is("PUT", "networkInterfaces");
    private static final String IMAGES = Arm.GROUP + "Microsoft.Compute/images/";

    @TempDir private Path directory;

    @Override
    protected Arm make() {
        return new Arm();
    }

    @Override
    protected List<Row> rows(Wrong wrong) {
        return switch (wrong) {
            case NETWORK ->
                    List.of(
                            row(
                                    "subnet",
                                    "subnets/missing",
                                    "subnet",
                                    Arm.SUBNET.replace("subnets/nodes", "subnets/missing")),
                            refused(
                                    "networkSecurityGroup",
                                    "not in the same region",
                                    CARD,
                                    400,
                                    "InvalidResourceReference",
                                    "Resource %sMicrosoft.Network/networkSecurityGroups/far is not in the same region."
                                            .formatted(Arm.GROUP)),
                            row("resourceGroup", "could not be found", "resourceGroup", "other"));
            case IMAGE ->
                    List.of(
                            refused(
                                    "image",
                                    "is not available",
                                    LAUNCH,
                                    404,
                                    "PlatformImageNotFound",
                                    "The platform image 'canonical:none:server:latest' is not available. Verify that all fields in the storage profile are correct."),
                            refused(
                                    "image.id",
                                    "images/none",
                                    LAUNCH,
                                    404,
                                    "ResourceNotFound",
                                    "The Resource 'Microsoft.Compute/images/none' under resource group 'nodes' was not found.",
                                    "image",
                                    Map.of("id", IMAGES + "none")),
                            refused(
                                    "image.plan",
                                    "terms",
                                    LAUNCH,
                                    400,
                                    "MarketplacePurchaseEligibilityFailed",
                                    "Marketplace purchase eligibility check returned errors: the legal terms are not accepted."));
            case USER_DATA -> List.of(tooLong("Azure takes 65535", 140_000));
            case RIGHTS ->
                    List.of(
                            refused(
                                    "credentials",
                                    "Microsoft.Compute/virtualMachines/write",
                                    LAUNCH,
                                    403,
                                    "AuthorizationFailed",
                                    "The client 'ops' with object id '0' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/write' over scope '%sMicrosoft.Compute/virtualMachines/one' or the scope is invalid."
                                            .formatted(Arm.GROUP)),
                            refused(
                                    "subnet",
                                    "subnets/join/action",
                                    CARD,
                                    403,
                                    "LinkedAuthorizationFailed",
                                    "The client 'ops' does not have permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope '%s'."
                                            .formatted(Arm.SUBNET)),
                            refused(
                                    "credentials",
                                    "virtualMachines/read",
                                    it -> it.is("GET", "virtualMachines"),
                                    403,
                                    "AuthorizationFailed",
                                    "The client 'ops' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/read'."));
            case CREDENTIALS ->
                    List.of(
                            new Row(
                                    "credentials",
                                    "nobody is signed in to Azure: sign in by `az login`, or set",
                                    this::withoutAny),
                            refused(
                                    "credentials",
                                    "has expired",
                                    LAUNCH,
                                    401,
                                    "ExpiredAuthenticationToken",
                                    "The access token has expired."),
                            refused(
                                    "subscription",
                                    "could not be found",
                                    LAUNCH,
                                    404,
                                    "SubscriptionNotFound",
                                    "The subscription 'x' could not be found."));
        };
    }

    private Row refused(
            String field,
            String says,
            Predicate<ArmCall> on,
            int status,
            String code,
            String message,
            Object... changes) {
        return new Row(
                field,
                says,
                () -> {
                    cloud.server.refuse(on, 1, status, code, message);
                    return create(changes);
                });
    }

    /// By TLS: what stands in Azure's place on loopback asks nobody who he is.
    private CreateOutcome withoutAny() throws Exception {
        SSLContext tls = LocalTls.make(directory);
        try (var closed = new Arm(new ArmServer(tls))) {
            return closed.open().create(closed.request("one"));
        }
    }
}
