package io.mooring.bootstrap;

import io.mooring.identity.MachineIdentities;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Where the join endpoint listens, who it is and what it serves.
///
/// @param port on 127.0.0.1; 0 takes a free one
/// @param certFile the server's certificate, PEM; read again at every start
/// @param keyFile its key, PKCS#8 PEM
/// @param caFile the cluster's authority: served openly, and what node certificates are checked
///   against
/// @param identities what proves to us which machine somebody is
/// @param joinScript asked at each request, so that it can change
public record JoinEndpointConfig(
        int port,
        Path certFile,
        Path keyFile,
        Path caFile,
        MachineIdentities identities,
        Supplier<String> joinScript,
        NodePlatforms files) {}
