package io.mooring.provider.resources.host;

import java.nio.file.Path;
import java.util.Map;

/// One control plane as a service: what to run, where, and which loopback port leads to it.
///
/// @param cluster the cluster's name
/// @param networkNamespace the file that stands for the namespace the server runs in
/// @param environment what the server gets besides PATH; no secrets, as a unit file would show them
public record ServiceSpec(
        String cluster,
        ControlPlaneFiles files,
        Path networkNamespace,
        int port,
        Path launcher,
        Map<String, String> environment) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
    }
}
