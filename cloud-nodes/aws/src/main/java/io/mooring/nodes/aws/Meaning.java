package io.mooring.nodes.aws;

import io.mooring.nodes.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What it means that AWS did not do what it was asked.
final class Meaning {

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private static final Set<String> THROTTLED =
            Set.of(
                    "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "RequestThrottled",
                    "TooManyRequestsException",
                    "EC2ThrottledException",
                    "SlowDown",
                    "BandwidthLimitExceeded");

    /// A quota is as good as no capacity: another type or place may be within it.
    private static final Set<String> NO_CAPACITY =
            Set.of(
                    "InsufficientInstanceCapacity",
                    "InsufficientCapacity",
                    "InsufficientHostCapacity",
                    "InsufficientReservedInstanceCapacity",
                    "InsufficientFreeAddressesInSubnet",
                    "InsufficientVolumeCapacity",
                    "InstanceLimitExceeded",
                    "VcpuLimitExceeded",
                    "MaxSpotInstanceCountExceeded",
                    "MaxSpotFleetRequestCountExceeded",
                    "MaxFleetCountExceeded",
                    "SpotMaxPriceTooLow",
                    "UnfulfillableCapacity",
                    "ReservationCapacityExceeded",
                    "Unsupported");

    /// What EC2 says of itself where no status of HTTP does: in the answer about a fleet.
    private static final Set<String> TROUBLE =
            Set.of(
                    "InternalError",
                    "InternalFailure",
                    "ServerInternal",
                    "ServiceUnavailable",
                    "Unavailable");

    private static final Set<String> CREDENTIALS =
            Set.of(
                    "UnauthorizedOperation",
                    "AuthFailure",
                    "AccessDenied",
                    "AccessDeniedException",
                    "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "RequestExpired",
                    "MissingAuthenticationToken",
                    "OptInRequired",
                    "PendingVerification",
                    "Blocked");

    private static final Map<String, String> FIELDS_OF_CODES =
            Map.ofEntries(
                    Map.entry("InvalidAMI", "image"),
                    Map.entry("ParameterNotFound", "image.ssmParameter"),
                    Map.entry("InvalidSubnet", "subnets"),
                    Map.entry("InvalidGroup", "securityGroups"),
                    Map.entry("InvalidSecurity", "securityGroups"),
                    Map.entry("InvalidKeyPair", "keyName"),
                    Map.entry("InvalidInstanceType", "instanceTypes"),
                    Map.entry("InvalidPlacementGroup", "placement.group"),
                    Map.entry("InvalidCapacityReservation", "capacityReservation"),
                    Map.entry("InvalidBlockDevice", "volumes"),
                    Map.entry("InvalidUserData", "userData"),
                    Map.entry("InvalidIamInstanceProfile", "instanceProfile"),
                    Map.entry("NoSuchEntity", "instanceProfile"));

    /// The parameter that a message names -> our setting.
    private static final Map<String, String> FIELDS_OF_PARAMETERS =
            Map.of(
                    "iaminstanceprofile", "instanceProfile",
                    "keyname", "keyName",
                    "subnet", "subnets",
                    "group", "securityGroups",
                    "userdata", "userData",
                    "user data", "userData",
                    "instancetype", "instanceTypes",
                    "imageid", "image",
                    "placement", "placement",
                    "spotoptions", "spotMaxPrice");

    private static final Pattern NOT_THERE =
            Pattern.compile(
                    "Invalid(InstanceID|Instance|Volume|LaunchTemplate(Id|Name))\\..*NotFound(Exception)?");

    private static final Pattern BLANK = Pattern.compile("\\s+");

    /// A thousand characters that nobody can read who was refused.
    private static final Pattern ENCODED =
            Pattern.compile("\\s*Encoded authorization failure message: \\S+");

    private Meaning() {}

    static Refusal of(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said =
                details == null || details.errorMessage() == null ? "" : details.errorMessage();
        String text =
                code.isEmpty()
                        ? "AWS answered with status " + failure.statusCode()
                        : text(code, said);
        if (code.isEmpty() && failure.statusCode() == UNAUTHORIZED) {
            // the HTTP client hides what such an answer says
            return new Refusal.BadField(
                    "credentials", "AWS does not accept the credentials (status 401)");
        }
        if (THROTTLED.contains(code) || failure.statusCode() == TOO_MANY) {
            return new Refusal.Throttled(text, retryAfter(details));
        }
        return known(code, said)
                .orElseGet(() ->
                        failure.statusCode() >= SERVER_ERROR
                                ? new Refusal.Unreachable(text)
                                : new Refusal.BadField(field(code, said), text));
    }

    /// Of what a fleet says of one of its overrides.
    static Refusal of(String code, String said) {
        String text = text(code, said);
        if (THROTTLED.contains(code)) {
            return new Refusal.Throttled(text, Optional.empty());
        }
        if (TROUBLE.contains(code)) {
            return new Refusal.Unreachable(text);
        }
        return known(code, said).orElseGet(() -> new Refusal.BadField(field(code, said), text));
    }

    private static String text(String code, String said) {
        return readable(said) + " (" + code + ")";
    }

    private static Optional<Refusal> known(String code, String said) {
        String text = text(code, said);
        return Optional.ofNullable(
                switch (code) {
                    case "IdempotentInstanceTerminated" -> new Refusal.Spent(text);
                    case "IdempotentParameterMismatch",
                            "InvalidLaunchTemplateName.AlreadyExistsException" ->
                            new Refusal.AlreadyThere(text);
                    case String it when NO_CAPACITY.contains(it) -> new Refusal.NoCapacity(text);
                    case String it when CREDENTIALS.contains(it) ->
                            new Refusal.BadField(denied(said), text);
                    case String it when NOT_THERE.matcher(it).matches() ->
                            new Refusal.NotThere(text);
                    case String _ -> null;
                });
    }

    private static String readable(String said) {
        return BLANK.matcher(ENCODED.matcher(said).replaceAll("")).replaceAll(" ").strip();
    }

    /// A role may be handed to a machine by those alone who may pass it on; else it is the sign-in.
    private static String denied(String said) {
        return said.contains("iam:PassRole") ? "instanceProfile" : "credentials";
    }

    private static String field(String code, String said) {
        String byCode =
                FIELDS_OF_CODES.entrySet().stream()
                        .filter(entry -> code.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        if (!byCode.isEmpty()) {
            return byCode;
        }
        String words = said.toLowerCase(Locale.ROOT);
        return FIELDS_OF_PARAMETERS.entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("");
    }

    /// EC2 does not say when to come back; proxies and other services may.
    private static Optional<Duration> retryAfter(@Nullable AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
