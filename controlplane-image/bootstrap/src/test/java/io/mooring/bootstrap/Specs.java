package io.mooring.bootstrap;

import io.mooring.bootstrap.testkit.RealControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

final class Specs {
    private Specs() {}

    static ClusterBootstrapSpec of(RealControlPlane plane) throws IOException {
        return new ClusterBootstrapSpec(
                "test",
                plane.endpoint(),
                "10.76.0.2",
                plane.port(),
                Files.readString(plane.pki().resolve("ca.crt")),
                "v1.34.4",
                "10.244.0.0/16",
                "10.96.0.0/12",
                "cluster.local",
                "10.96.0.10",
                1,
                List.of("aws", "gcp"),
                Map.of(
                        "maxPods",
                        200,
                        "authentication",
                        Map.of("webhook", Map.of("cacheTTL", "1m"))));
    }
}
