package io.mooring.nodes.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.io.IOException;
import java.util.Optional;

/// What the failures of the client library mean.
final class Failures {

    private Failures() {}

    static Calls calls(Gate gate, Pace pace) {
        return new Calls(gate, pace, Failures::meaning);
    }

    private static Optional<Refusal> meaning(Throwable failure) {
        return switch (failure) {
            case HttpResponseException it -> Optional.of(Meaning.of(Fault.of(it)));
            // What it is wrapped in when a token cannot be had.
            case Retryable it ->
                    Optional.of(
                            it.isRetryable()
                                    ? new Refusal.Unreachable("no token from Google: " + first(it))
                                    : notLetIn(failure));
            default -> Optional.empty();
        };
    }

    /// Nobody to sign in as.
    static Refused withoutCredentials(IOException failure) {
        return new Refused("signing in to Google", notLetIn(failure), failure);
    }

    private static Refusal notLetIn(Throwable failure) {
        return new Refusal.BadField(
                "credentials",
                "Google does not let us in: sign in by `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS (%s)"
                        .formatted(first(failure)));
    }

    private static String first(Object failure) {
        return String.valueOf(
                        failure instanceof Throwable it ? it.getMessage() : failure.toString())
                .lines()
                .findFirst()
                .orElse("");
    }
}
