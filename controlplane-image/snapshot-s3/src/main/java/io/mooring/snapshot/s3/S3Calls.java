package io.mooring.snapshot.s3;

import io.mooring.snapshot.SnapshotException;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What it means that a bucket did not do what it was asked, for a person.
final class S3Calls {

    static final String TAKEN = "it is there already; choose another name";

    private static final int CHANGED = 412;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Set<String> REFUSED =
            Set.of(
                    "AccessDenied",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "InvalidToken");

    private S3Calls() {}

    /// @param attempt as `reading s3://BUCKET/KEY`
    static <T> T of(String attempt, Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            throw new SnapshotException(attempt + ": " + meaning(e), e);
        } catch (SdkClientException e) {
            throw new SnapshotException(attempt + ": " + meaning(e), e);
        } catch (SdkException e) {
            throw new SnapshotException(attempt + ": " + e.getMessage(), e);
        }
    }

    private static String meaning(S3Exception e) {
        var details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said =
                details == null || details.errorMessage() == null ? "" : details.errorMessage();
        String what = code.isEmpty() ? "HTTP status " + e.statusCode() : code + " (" + said + ")";
        if (e.statusCode() == CHANGED || e.statusCode() == CONFLICT) {
            return TAKEN;
        }
        if (code.equals("NoSuchBucket")) {
            return "there is no such bucket; make it, or correct the URL";
        }
        if (e.statusCode() == NOT_FOUND) {
            return "there is no such snapshot";
        }
        if (REFUSED.contains(code)) {
            return what
                    + "; check the credentials, and that they may list, get, put and delete below this prefix";
        }
        return what;
    }

    private static String meaning(SdkClientException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("Unable to load credentials")) {
            return "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role";
        }
        if (said.contains("Unable to load region")) {
            return "no region: write ?region=REGION behind the URL, or set AWS_REGION";
        }
        return said;
    }
}
