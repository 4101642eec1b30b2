package io.mooring.nodes.azure;

import io.mooring.nodes.Refusal;
import java.util.Locale;
import java.util.Set;

/// What it means that Azure did not do what it was asked. The code decides, never the status: an
/// operation that fails does so with 200, and 409 stands for no capacity as well as for a lock.
final class Meaning {

    static final int CLIENT_ERROR = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    /// A quota is as good as no capacity: another size or zone may be within it.
    private static final Set<String> NO_CAPACITY =
            Set.of(
                    "AllocationFailed",
                    "ZonalAllocationFailed",
                    "OverconstrainedAllocationRequest",
                    "OverconstrainedZonalAllocationRequest",
                    "SkuNotAvailable",
                    "QuotaExceeded",
                    "ResourceQuotaExceeded",
                    "SubnetIsFull",
                    "SpotPriceGreaterThanProvidedMaxPrice",
                    "VMSizeNotSupportedInZone");

    private static final Set<String> BUSY =
            Set.of(
                    "NicReservedForAnotherVm",
                    "NicInUse",
                    "AnotherOperationInProgress",
                    "RetryableError",
                    "RetryableErrorDueToAnotherOperation",
                    "ReferencedResourceNotProvisioned",
                    "AttachDiskWhileBeingDetached",
                    "Conflict");

    private static final Set<String> BROKEN =
            Set.of(
                    "InternalServerError",
                    "InternalOperationError",
                    "InternalExecutionError",
                    "InternalDiskManagementError",
                    "NetworkingInternalOperationError",
                    "OperationPreempted",
                    "ServerTimeout",
                    "GatewayTimeout");

    private static final Set<String> CREDENTIALS =
            Set.of(
                    "AuthorizationFailed",
                    "LinkedAuthorizationFailed",
                    "AuthenticationFailed",
                    "AuthenticationFailedInvalidHeader",
                    "ExpiredAuthenticationToken",
                    "InvalidAuthenticationToken",
                    "InvalidAuthenticationTokenTenant");

    private Meaning() {}

    static Refusal of(Fault fault) {
        String text = fault.text();
        String words = fault.message().toLowerCase(Locale.ROOT);
        if (fault.status() == TOO_MANY || fault.code().equals("TooManyRequests")) {
            return new Refusal.Throttled(text, fault.retryAfter());
        }
        if (fault.status() == UNAUTHORIZED) {
            return new Refusal.BadField("credentials", text);
        }
        return switch (fault.code()) {
            // The group is gone with all that was in it.
            case "ResourceGroupNotFound" -> new Refusal.NotThere(text);
            case "PreconditionFailed" -> new Refusal.AlreadyThere(text);
            case String it when isAbsent(it, fault) -> new Refusal.NotThere(text);
            case String it when it.equals("OperationNotAllowed") && words.contains("quota") ->
                    new Refusal.NoCapacity(text);
            case String it when it.equals("OperationNotAllowed") && words.contains("is attached") ->
                    new Refusal.Busy(text);
            case String it when NO_CAPACITY.contains(it) -> new Refusal.NoCapacity(text);
            case String it when BUSY.contains(it) -> new Refusal.Busy(text);
            case String it when BROKEN.contains(it) -> new Refusal.Unreachable(text);
            case String it when CREDENTIALS.contains(it) ->
                    new Refusal.BadField(linked(Fields.of(fault)), text);
            case String it when it.isEmpty() && fault.status() == PRECONDITION_FAILED ->
                    new Refusal.AlreadyThere(text);
            case String _ when fault.status() >= SERVER_ERROR -> new Refusal.Unreachable(text);
            // What we made a moment ago is not there any more: the next run makes it again.
            case String _
                    when words.contains("/networkinterfaces/")
                            && isMissing(fault)
                            && Fields.of(fault).isEmpty() ->
                    new Refusal.Unreachable(text);
            default -> new Refusal.BadField(Fields.of(fault), text);
        };
    }

    /// What was asked for itself, and not what a setting names.
    private static boolean isAbsent(String code, Fault fault) {
        return switch (code) {
            case "ResourceNotFound", "NotFound" -> Fields.of(fault).isEmpty();
            case "" -> fault.status() == NOT_FOUND;
            default -> false;
        };
    }

    private static boolean isMissing(Fault fault) {
        return fault.code().contains("NotFound") || fault.code().equals("InvalidResourceReference");
    }

    /// Who may not use a subnet or an identity has a setting to change; else it is the sign-in.
    private static String linked(String field) {
        return field.isEmpty() ? "credentials" : field;
    }
}
