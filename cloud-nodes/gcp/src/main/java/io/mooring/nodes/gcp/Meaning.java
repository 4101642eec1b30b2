package io.mooring.nodes.gcp;

import io.mooring.nodes.Refusal;
import java.util.Set;

/// What it means that Google did not do what it was asked. The code decides before the status: 403
/// stands for too many calls as well as for missing rights, 503 for a sold out zone.
final class Meaning {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private static final Set<String> THROTTLED =
            Set.of(
                    "rateLimitExceeded",
                    "userRateLimitExceeded",
                    "RATE_LIMIT_EXCEEDED",
                    "RESOURCE_OPERATION_RATE_EXCEEDED",
                    "concurrentOperationsQuotaExceeded",
                    "CONCURRENT_OPERATIONS_QUOTA_EXCEEDED");

    /// A quota is as good as no capacity: another type or zone may be within it.
    private static final Set<String> NO_CAPACITY =
            Set.of(
                    "ZONE_RESOURCE_POOL_EXHAUSTED",
                    "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS",
                    "REGION_RESOURCE_POOL_EXHAUSTED",
                    "RESOURCE_POOL_EXHAUSTED",
                    "insufficientCapacity",
                    "QUOTA_EXCEEDED",
                    "quotaExceeded",
                    "IP_SPACE_EXHAUSTED",
                    "IP_SPACE_EXHAUSTED_WITH_DETAILS",
                    "RESERVATION_CAPACITY_EXCEEDED",
                    "RESERVATION_NOT_READY");

    private static final Set<String> BUSY =
            Set.of(
                    "resourceInUseByAnotherResource",
                    "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE",
                    "resourceNotReady",
                    "RESOURCE_NOT_READY");

    private static final Set<String> BROKEN =
            Set.of("INTERNAL_ERROR", "BACKEND_ERROR", "internalError", "backendError", "TIMEOUT");

    private static final Set<String> DENIED =
            Set.of(
                    "PERMISSIONS_ERROR",
                    "FORBIDDEN",
                    "SERVICE_ACCOUNT_ACCESS_DENIED",
                    "SERVICE_ACCOUNT_NOT_FOUND");

    private static final Set<String> ALREADY = Set.of("alreadyExists", "RESOURCE_ALREADY_EXISTS");
    private static final Set<String> ABSENT = Set.of("notFound", "RESOURCE_NOT_FOUND");

    private Meaning() {}

    static Refusal of(Fault fault) {
        String text = fault.text();
        if (fault.status() == TOO_MANY || THROTTLED.contains(fault.code())) {
            return new Refusal.Throttled(text, fault.retryAfter());
        }
        if (fault.status() == UNAUTHORIZED) {
            // The HTTP client hides what such an answer says.
            return new Refusal.BadField(
                    "credentials", "Google does not accept the credentials (status 401)");
        }
        String field = Fields.of(fault);
        return switch (fault.code()) {
            case String it when NO_CAPACITY.contains(it) -> new Refusal.NoCapacity(text);
            case String it when BUSY.contains(it) -> new Refusal.Busy(text);
            case String it when BROKEN.contains(it) -> new Refusal.Unreachable(text);
            case String it when ALREADY.contains(it) -> already(fault, text);
            case String it when ABSENT.contains(it) || fault.status() == NOT_FOUND ->
                    field.isEmpty()
                            ? new Refusal.NotThere(text)
                            : new Refusal.BadField(field, text);
            case String it when DENIED.contains(it) || fault.status() == FORBIDDEN ->
                    new Refusal.BadField(field.isEmpty() ? "credentials" : field, text);
            case String it when it.isEmpty() && fault.status() == CONFLICT ->
                    new Refusal.AlreadyThere(text);
            case String _ when fault.status() >= SERVER_ERROR -> new Refusal.Unreachable(text);
            default -> new Refusal.BadField(field, text);
        };
    }

    /// A disk that an earlier attempt left is removed by the next run.
    private static Refusal already(Fault fault, String text) {
        return fault.message().contains("/disks/")
                ? new Refusal.Unreachable(text)
                : new Refusal.AlreadyThere(text);
    }
}
