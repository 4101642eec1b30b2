package io.mooring.api;

import java.util.List;
import java.util.stream.Stream;

/// Which clouds' machines prove, by a document that their cloud has signed, which machine they are,
/// before they are let in.
public record NodeIdentity(Aws aws, Azure azure, Gcp gcp) {

    /// EC2's instance identity documents.
    ///
    /// @param certificates in PEM, of regions whose certificate is not known
    public record Aws(boolean enabled, List<String> certificates) {}

    /// Azure's attested documents.
    ///
    /// @param certificates in PEM, trusted as issuers in place of those that the JVM trusts
    public record Azure(boolean enabled, List<String> certificates) {}

    /// Google's identity tokens.
    ///
    /// @param keys a JSON Web Key Set, in place of what is fetched
    public record Gcp(
            boolean enabled,
            String keys,
            @Default("https://www.googleapis.com/oauth2/v3/certs") String keysUrl) {}

    /// Those that do, by the names of their node providers.
    public List<String> clouds() {
        return Stream.of(
                        aws.enabled() ? "aws" : "",
                        azure.enabled() ? "azure" : "",
                        gcp.enabled() ? "gcp" : "")
                .filter(it -> !it.isEmpty())
                .toList();
    }
}
