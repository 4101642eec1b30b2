package io.mooring.nodes.gcp;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.gcp.testkit.GceCall;
import io.mooring.nodes.gcp.testkit.GceServer;
import io.mooring.nodes.gcp.testkit.ServiceAccountKey;
import io.mooring.nodes.testkit.CloudBadInputContract;
import io.mooring.nodes.testkit.LocalTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;

final class GcpBadInputTest extends CloudBadInputContract<Gce> {

    private static final Predicate<GceCall> LAUNCH = it -> it.is("POST", "instances");

    @TempDir private Path home;

    @Override
    protected Gce make() {
        return new Gce();
    }

    @Override
    protected List<Row> rows(Wrong wrong) {
        return switch (wrong) {
            case NETWORK ->
                    List.of(
                            row("subnetwork", "missing", "subnetwork", "missing"),
                            row("network", "missing", "network", "missing"),
                            refused(
                                    "subnetwork",
                                    "cross-region",
                                    400,
                                    "invalid",
                                    "Invalid value for field 'resource.networkInterfaces[0].subnetwork': 'nodes'. Cross-region or cross-project references are not allowed: cross-region."));
            case IMAGE ->
                    List.of(
                            row("image", "missing", "image", Map.of("family", "missing")),
                            refused(
                                    "image",
                                    "useReadOnly",
                                    403,
                                    "forbidden",
                                    "Required 'compute.images.useReadOnly' permission for 'projects/p/global/images/private'"));
            case USER_DATA -> List.of(tooLong("Google takes 196608", 400_000));
            case RIGHTS ->
                    List.of(
                            refused(
                                    "credentials",
                                    "'compute.instances.create' permission",
                                    403,
                                    "forbidden",
                                    "Required 'compute.instances.create' permission for 'projects/p/zones/z/instances/i'"),
                            refused(
                                    "subnetwork",
                                    "'compute.subnetworks.use' permission",
                                    403,
                                    "forbidden",
                                    "Required 'compute.subnetworks.use' permission for 'projects/p/regions/r/subnetworks/s'"),
                            refused(
                                    "serviceAccount",
                                    "does not have access",
                                    400,
                                    "SERVICE_ACCOUNT_ACCESS_DENIED",
                                    "The user does not have access to service account 'nodes@p'. Ask a project owner to grant you the iam.serviceAccountUser role."),
                            refused(
                                    "project",
                                    "Enable it by visiting",
                                    403,
                                    "accessNotConfigured",
                                    "Compute Engine API has not been used in project p before or it is disabled. Enable it by visiting its console page then retry."),
                            refused(
                                    "project",
                                    "billing disabled",
                                    403,
                                    "forbidden",
                                    "Project p (#1) has billing disabled. Please enable it."));
            case CREDENTIALS ->
                    List.of(
                            new Row(
                                    "credentials",
                                    "sign in by `gcloud auth application-default login`, or set",
                                    this::withoutAny),
                            refused(
                                    "credentials",
                                    "Google does not accept the credentials (status 401)",
                                    401,
                                    "authError",
                                    "Invalid Credentials"));
        };
    }

    private Row refused(String field, String says, int status, String reason, String message) {
        return new Row(
                field,
                says,
                () -> {
                    cloud.server.refuse(LAUNCH, 1, status, reason, message);
                    return create();
                });
    }

    /// By TLS: what stands in Google's place on loopback asks nobody who he is.
    private CreateOutcome withoutAny() throws Exception {
        String homeBefore = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try (var closed = new Gce(new GceServer(LocalTls.make(home), new ServiceAccountKey()))) {
            return closed.open().create(closed.request("one"));
        } finally {
            System.setProperty("user.home", homeBefore);
        }
    }
}
