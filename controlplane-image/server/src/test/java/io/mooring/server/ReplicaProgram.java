package io.mooring.server;

import io.mooring.kube.PodIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A program of its own: one replica of a control plane, as a pod of a host cluster runs it, until
/// it is killed.
///
///     ReplicaProgram CONFIG DATA_DIR BIN_DIR IDENTITY HOST PORT OWN_ADDRESS OWN_NAME NAME=HOST...
final class ReplicaProgram {

    private ReplicaProgram() {}

    public static void main(String[] arguments) throws Exception {
        List<Replicas.Member> members =
                List.of(arguments).subList(8, arguments.length).stream()
                        .map(text -> text.split("=", 2))
                        .map(parts -> Replicas.Member.of(parts[0], parts[1]))
                        .toList();
        var options =
                new ServerOptions(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Path.of("nodes"),
                        Optional.of("shop"),
                        Optional.of(arguments[6]),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(new Replicas(arguments[7], members, "shop-shared")));
        var pod =
                new PodIdentity(
                        Path.of(arguments[3]),
                        Map.of(
                                "KUBERNETES_SERVICE_HOST", arguments[4],
                                "KUBERNETES_SERVICE_PORT", arguments[5]));
        try (var _ = ControlPlane.start(options, pod, Clock.systemUTC())) {
            new CountDownLatch(1).await();
        }
    }
}
