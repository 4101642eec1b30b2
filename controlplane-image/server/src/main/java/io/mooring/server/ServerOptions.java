package io.mooring.server;

import java.nio.file.Path;
import java.util.Optional;

/// What `mooring server` was asked to do.
///
/// @param name the cluster's name; the data directory's last part when not given
/// @param advertiseAddress the IP address under which pods reach the API; from the configuration
///   when not given
public record ServerOptions(
        Path config,
        Path dataDir,
        Path binDir,
        Optional<String> name,
        Optional<String> advertiseAddress) {}
