package io.mooring.nodes.aws;

import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// Calls AWS, again where that may help: every call that is made through here may be repeated. The
/// SDK's own retries are off, because it takes a lack of capacity for an error that passes.
final class Calls {

    private static final int ATTEMPTS = 8;

    private final Ec2Client ec2;
    private final Pace pace;

    Calls(Ec2Client ec2, Pace pace) {
        this.ec2 = ec2;
        this.pace = pace;
    }

    /// @param attempt what is being done, as in "launching machine shop/web-0"
    /// @throws Refused when AWS has answered so, or has not answered after some attempts
    <T> T ec2(String attempt, Function<Ec2Client, T> call) {
        return repeated(attempt, () -> call.apply(ec2));
    }

    <T> T repeated(String attempt, Supplier<T> call) {
        for (int i = 1; ; i++) {
            Refused refused;
            try {
                return call.get();
            } catch (AwsServiceException e) {
                refused = new Refused(attempt, Meaning.of(e), e);
            } catch (SdkClientException e) {
                refused = new Refused(attempt, inClient(e), e);
            }
            boolean mayPass =
                    refused.refusal() instanceof Refusal.Throttled
                            || refused.refusal() instanceof Refusal.Unreachable;
            if (!mayPass || i == ATTEMPTS) {
                throw refused;
            }
            pace.backOff(i);
        }
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
