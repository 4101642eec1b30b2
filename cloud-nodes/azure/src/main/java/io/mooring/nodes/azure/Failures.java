package io.mooring.nodes.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import java.util.Optional;

/// What the failures of the SDK mean.
final class Failures {

    private Failures() {}

    static Calls calls(Gate gate, Pace pace) {
        return new Calls(gate, pace, Failures::meaning);
    }

    private static Optional<Refusal> meaning(Throwable failure) {
        return switch (failure) {
            case HttpFault it -> Optional.of(Meaning.of(it.fault()));
            case ClientAuthenticationException it when isNobody(it) ->
                    Optional.of(
                            new Refusal.BadField(
                                    "credentials",
                                    "nobody is signed in to Azure: sign in by `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET"));
            case ClientAuthenticationException it ->
                    Optional.of(
                            new Refusal.BadField(
                                    "credentials",
                                    "Azure does not let us in: sign in by `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (%s)"
                                            .formatted(firstLine(it))));
            default -> Optional.empty();
        };
    }

    /// Says of each way in that it is none, or on a machine outside of Azure that such a machine
    /// has no identity, which is asked for when nothing else is given.
    private static boolean isNobody(ClientAuthenticationException failure) {
        return failure instanceof CredentialUnavailableException
                || firstLine(failure).contains("ManagedIdentityCredential");
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
