package io.mooring.tunnel;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// What an agent says of itself when it connects. Nothing of it is believed before an
/// [AgentAuthenticator] has accepted it.
///
/// @param certificate the client certificate, verified against the client CA, where one is
///   configured
public record AgentHello(
        String agentId,
        AgentIdentifiers identifiers,
        Optional<BearerToken> token,
        Optional<X509Certificate> certificate,
        String remoteAddress) {}
