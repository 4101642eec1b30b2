package io.mooring.nodes.azure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What it means that Azure did not do what it was asked. The code decides, never the status: an
/// operation that fails does so with 200, and 409 stands for no capacity as well as for a lock.
sealed interface Refusal {

    String message();

    record Throttled(String message, Duration retryAfter) implements Refusal {}

    /// No answer, or one that says that Azure has a problem of its own.
    record Unreachable(String message) implements Refusal {}

    /// Something else has a hold on it that ends by itself.
    record Busy(String message) implements Refusal {}

    record NoCapacity(String message) implements Refusal {}

    /// It can never work so; `field` is the setting to blame, empty if none can be told.
    record BadField(String field, String message) implements Refusal {}

    /// What was named does not exist, or cannot be seen yet.
    record NotThere(String message) implements Refusal {}

    /// What was to be made is there already.
    record AlreadyThere(String message) implements Refusal {}

    Duration USUAL_WAIT = Duration.ofSeconds(10);
    int CLIENT_ERROR = 400;
    int UNAUTHORIZED = 401;
    int NOT_FOUND = 404;
    int PRECONDITION_FAILED = 412;
    int TOO_MANY = 429;
    int SERVER_ERROR = 500;

    /// A quota is as good as no capacity: another size or zone may be within it.
    Set<String> NO_CAPACITY =
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

    Set<String> BUSY =
            Set.of(
                    "NicReservedForAnotherVm",
                    "NicInUse",
                    "AnotherOperationInProgress",
                    "RetryableError",
                    "RetryableErrorDueToAnotherOperation",
                    "ReferencedResourceNotProvisioned",
                    "AttachDiskWhileBeingDetached",
                    "Conflict");

    Set<String> BROKEN =
            Set.of(
                    "InternalServerError",
                    "InternalOperationError",
                    "InternalExecutionError",
                    "InternalDiskManagementError",
                    "NetworkingInternalOperationError",
                    "OperationPreempted",
                    "ServerTimeout",
                    "GatewayTimeout");

    Set<String> CREDENTIALS =
            Set.of(
                    "AuthorizationFailed",
                    "LinkedAuthorizationFailed",
                    "AuthenticationFailed",
                    "AuthenticationFailedInvalidHeader",
                    "ExpiredAuthenticationToken",
                    "InvalidAuthenticationToken",
                    "InvalidAuthenticationTokenTenant");

    static Refusal of(Fault fault) {
        String text = fault.text();
        String words = fault.message().toLowerCase(Locale.ROOT);
        if (fault.status() == TOO_MANY || fault.code().equals("TooManyRequests")) {
            return new Throttled(text, fault.retryAfter().orElse(USUAL_WAIT));
        }
        if (fault.status() == UNAUTHORIZED) {
            return new BadField("credentials", text);
        }
        return switch (fault.code()) {
            // The group is gone with all that was in it.
            case "ResourceGroupNotFound" -> new NotThere(text);
            case "PreconditionFailed" -> new AlreadyThere(text);
            case String it when isAbsent(it, fault) -> new NotThere(text);
            case String it when it.equals("OperationNotAllowed") && words.contains("quota") ->
                    new NoCapacity(text);
            case String it when it.equals("OperationNotAllowed") && words.contains("is attached") ->
                    new Busy(text);
            case String it when NO_CAPACITY.contains(it) -> new NoCapacity(text);
            case String it when BUSY.contains(it) -> new Busy(text);
            case String it when BROKEN.contains(it) -> new Unreachable(text);
            case String it when CREDENTIALS.contains(it) ->
                    new BadField(linked(Fields.of(fault)), text);
            case String it when it.isEmpty() && fault.status() == PRECONDITION_FAILED ->
                    new AlreadyThere(text);
            case String _ when fault.status() >= SERVER_ERROR -> new Unreachable(text);
            // What we made a moment ago is not there any more: the next run makes it again.
            case String _
                    when words.contains("/networkinterfaces/")
                            && isMissing(fault)
                            && Fields.of(fault).isEmpty() ->
                    new Unreachable(text);
            default -> new BadField(Fields.of(fault), text);
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

    /// The field with the index of the item that the message names, if it names one.
    static String precise(String field, String message, List<String> items) {
        String words = message.toLowerCase(Locale.ROOT);
        for (int i = 0; i < items.size(); i++) {
            if (words.contains(items.get(i).toLowerCase(Locale.ROOT))) {
                return field + "[" + i + "]";
            }
        }
        return field;
    }
}
