package io.mooring.acceptance;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;

/// A machine of a local cluster's network that joins another control plane there, by the user data
/// of the program that made it.
final class Guest {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String WORDS = "hello through the tunnel";

    private Guest() {}

    /// Returns once it is a node that runs the pod `hello`, whose log has come back.
    static BareMachine joins(
            Path directory, String network, PulumiProject project, Kubectl kubectl) {
        BareMachine guest =
                BareMachine.powerOn(
                        directory,
                        network,
                        "guest",
                        project.output("userData"),
                        Tree.cache().resolve("images/demo.tar"));
        await("the node joins")
                .atMost(LIMIT)
                .until(() -> kubectl.get("get", "nodes", "--no-headers").contains(" Ready "));
        kubectl.get(
                "run",
                "hello",
                "--image=mooring.local/demo:1",
                "--image-pull-policy=Never",
                "--restart=Never",
                "--",
                "sh",
                "-c",
                "echo " + WORDS + "; sleep 3600");
        awaitLog(kubectl);
        return guest;
    }

    /// Returns once the log of its pod comes back.
    static void awaitLog(Kubectl kubectl) {
        await("the log")
                .atMost(LIMIT)
                .until(() -> kubectl.run("logs", "hello").output().contains(WORDS));
    }
}
