package io.mooring.nodes.aws;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What it means that AWS did not do what it was asked.
sealed interface Refusal {

    String message();

    record Throttled(String message, Duration retryAfter) implements Refusal {}

    /// No answer, or one that says that AWS has a problem of its own.
    record Unreachable(String message) implements Refusal {}

    record NoCapacity(String message) implements Refusal {}

    /// It can never work so; `field` is the setting to blame, empty if none can be told.
    record BadField(String field, String message) implements Refusal {}

    /// What was named does not exist, or cannot be seen yet.
    record NotThere(String message) implements Refusal {}

    /// The client token belongs to a machine that is terminated.
    record SpentToken(String message) implements Refusal {}

    /// The client token was used with another request.
    record TakenToken(String message) implements Refusal {}

    Duration USUAL_WAIT = Duration.ofSeconds(10);
    int UNAUTHORIZED = 401;
    int TOO_MANY = 429;
    int SERVER_ERROR = 500;

    Set<String> THROTTLED =
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
    Set<String> NO_CAPACITY =
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
                    "SpotMaxPriceTooLow",
                    "UnfulfillableCapacity",
                    "ReservationCapacityExceeded",
                    "Unsupported");

    Set<String> CREDENTIALS =
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

    Map<String, String> FIELDS_OF_CODES =
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
    Map<String, String> FIELDS_OF_PARAMETERS =
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

    Pattern BLANK = Pattern.compile("\\s+");

    static Refusal of(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said =
                details == null || details.errorMessage() == null ? "" : details.errorMessage();
        String text =
                code.isEmpty()
                        ? "AWS answered with status " + failure.statusCode()
                        : BLANK.matcher(said).replaceAll(" ").strip() + " (" + code + ")";
        if (code.isEmpty() && failure.statusCode() == UNAUTHORIZED) {
            // the HTTP client hides what such an answer says
            return new BadField("credentials", "AWS does not accept the credentials (status 401)");
        }
        if (THROTTLED.contains(code) || failure.statusCode() == TOO_MANY) {
            return new Throttled(text, retryAfter(details));
        }
        return switch (code) {
            case "IdempotentInstanceTerminated" -> new SpentToken(text);
            case "IdempotentParameterMismatch" -> new TakenToken(text);
            case String it when NO_CAPACITY.contains(it) -> new NoCapacity(text);
            case String it when CREDENTIALS.contains(it) -> new BadField("credentials", text);
            case String it when it.matches("Invalid(InstanceID|Instance|Volume)\\..*NotFound") ->
                    new NotThere(text);
            case String _ when failure.statusCode() >= SERVER_ERROR -> new Unreachable(text);
            case String it -> new BadField(field(it, said), text);
        };
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
    private static Duration retryAfter(@org.jspecify.annotations.Nullable AwsErrorDetails details) {
        if (details == null || details.sdkHttpResponse() == null) {
            return USUAL_WAIT;
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(USUAL_WAIT);
    }

    /// The field with the index of the item that the message names, if it names one.
    static String precise(String field, String message, List<String> items) {
        for (int i = 0; i < items.size(); i++) {
            if (message.contains(items.get(i))) {
                return field + "[" + i + "]";
            }
        }
        return field;
    }
}
