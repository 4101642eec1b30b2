package io.mooring.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `mooring server` was asked to do.
///
/// @param nodeProviders where the jars of node providers are, a directory each
/// @param name the cluster's name; the data directory's last part when not given
/// @param advertiseAddress the IP address under which pods reach the API; from the configuration
///   when not given
/// @param endpoint where users and nodes find it, when the configuration does not say
/// @param certificateNames further names its certificate holds for
/// @param publishTo the Secret of the host cluster that gets the administrator's kubeconfig
/// @param replicas if this server is one of several
public record ServerOptions(
        Path config,
        Path dataDir,
        Path binDir,
        Path nodeProviders,
        Optional<String> name,
        Optional<String> advertiseAddress,
        Optional<String> endpoint,
        List<String> certificateNames,
        Optional<String> publishTo,
        Optional<Replicas> replicas) {}
