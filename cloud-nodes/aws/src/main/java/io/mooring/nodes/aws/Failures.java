package io.mooring.nodes.aws;

import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// What the failures of the SDK mean. Its own retries are off, because it takes a lack of capacity
/// for an error that passes.
final class Failures {

    /// What the SDK says before it lists all that the files hold.
    private static final Pattern OF_PROFILE =
            Pattern.compile("^Profile file contained no credentials for profile '([^']*)'");

    private static final String MODULE = "service module must be on the class path";

    private Failures() {}

    static Calls calls(Gate gate, Pace pace) {
        return new Calls(gate, pace, Failures::meaning);
    }

    private static Optional<Refusal> meaning(Throwable failure) {
        return switch (failure) {
            case AwsServiceException it -> Optional.of(Meaning.of(it));
            // interrupted, as its cause says
            case AbortedException _ -> Optional.empty();
            case SdkClientException it -> Optional.of(inClient(it));
            case IllegalStateException it when String.valueOf(it.getMessage()).contains(MODULE) ->
                    Optional.of(new Refusal.BadField("profile", "names " + otherWay()));
            default -> Optional.empty();
        };
    }

    private static Refusal inClient(SdkClientException failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher profile = OF_PROFILE.matcher(text);
        if (profile.find()) {
            return new Refusal.BadField(
                    "profile",
                    "is \"%s\", for which AWS's files hold no credentials; give one that `aws configure list-profiles` shows"
                            .formatted(profile.group(1)));
        }
        if (text.contains("load credentials") || text.contains("no credentials")) {
            return new Refusal.BadField(
                    "credentials",
                    "there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                            + (text.contains(MODULE) ? "; AWS_PROFILE names " + otherWay() : ""));
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Refusal.Unreachable("no answer from AWS: " + root);
    }

    /// The SDK has modules for these that do not come with this provider.
    private static String otherWay() {
        return "a profile that signs in by SSO or by a role, which this version cannot; set what `aws configure export-credentials --format env` prints";
    }
}
