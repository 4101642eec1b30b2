package io.mooring.nodes.aws;

import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

import java.util.Optional;

/// What the failures of the SDK mean. Its own retries are off, because it takes a lack of capacity
/// for an error that passes.
final class Failures {

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
            default -> Optional.empty();
        };
    }

    private static Refusal inClient(SdkClientException failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("load credentials") || text.contains("no credentials")) {
            return new Refusal.BadField(
                    "credentials",
                    "there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (%s)"
                            .formatted(text));
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Refusal.Unreachable("no answer from AWS: " + root);
    }
}
