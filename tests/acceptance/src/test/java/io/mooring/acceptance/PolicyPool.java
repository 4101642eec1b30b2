package io.mooring.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The pool `many` that an AutoscalingPolicy makes: its lines of a program, pods for it alone, and
/// what its cluster says of it.
///
/// @param node one of the cluster that the pool's nodes are alike
record PolicyPool(Kubectl kubectl, Path directory, String node) {

    static final String NAME = "many";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// How long a plan has to have been the same: while nodes are looked at, it grows.
    private static final Duration AT_REST = Duration.ofSeconds(2);

    private static final String PODS = "app=";

    /// The program with the policy, and with what planNodes says as its output `due`.
    ///
    /// @param mode YAML of the policy, a line a property
    static String in(String program, String mode) {
        return program.replace(
                "outputs:\n",
                """
                  many:
                    type: mooring:AutoscalingPolicy
                    properties:
                      cluster: ${cluster.connection}
                      name: many
                      machineProvider: local
                      labels: {tier: many}
                      taints: [{key: many, effect: NoSchedule}]
                      limits: {nodes: "3"}
                      terminationGracePeriod: 1m
                      disruption: {consolidateAfter: 1s, budgets: [{nodes: "2"}]}
                %svariables:
                  plan:
                    fn::invoke:
                      function: mooring:planNodes
                      arguments: {cluster: "${cluster.connection}"}
                outputs:
                  due: {fn::toJSON: "${plan}"}
                """
                        .formatted(mode.indent(6)));
    }

    /// Starts so many pods that each take this part of a node's processors, of which one at a time
    /// may be missing.
    void start(String app, int replicas, double part) throws IOException {
        String processors =
                kubectl.get("get", "node", node, "-o", "jsonpath={.status.allocatable.cpu}");
        String yaml =
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      nodeSelector: {karpenter.sh/nodepool: many}
                      tolerations: [{key: many, operator: Exists}]
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: it
                          image: mooring.local/demo:1
                          imagePullPolicy: Never
                          command: [sh, -c, "trap exit TERM; while :; do sleep 1; done"]
                          resources: {requests: {cpu: %3$dm}}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %1$s}
                spec:
                  maxUnavailable: 1
                  selector: {matchLabels: {app: %1$s}}
                """
                        .formatted(app, replicas, (long) (millicores(processors) * part));
        Path file = Files.writeString(directory.resolve(app + ".yaml"), yaml);
        kubectl.get("apply", "-f", file.toString());
    }

    private static long millicores(String processors) {
        return processors.endsWith("m")
                ? Long.parseLong(processors.substring(0, processors.length() - 1))
                : 1000 * Long.parseLong(processors);
    }

    void awaitRunning(String app) {
        kubectl.get(
                "rollout", "status", "deployment/" + app, "--timeout=" + LIMIT.toSeconds() + "s");
    }

    /// Returns once its pods are gone, too.
    void stop(String app) {
        kubectl.get("delete", "deployment,poddisruptionbudget", app, "--cascade=foreground");
    }

    /// The nodes of its pods, sorted.
    List<String> nodesOf(String app) {
        return kubectl.get(
                        "get",
                        "pods",
                        "-l",
                        PODS + app,
                        "-o",
                        "jsonpath={range .items[*]}{.spec.nodeName}{'\\n'}{end}")
                .lines()
                .sorted()
                .toList();
    }

    List<String> claims() {
        return kubectl.get(
                        "get",
                        "nodeclaims",
                        "-l",
                        "karpenter.sh/nodepool=" + NAME,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}")
                .lines()
                .sorted()
                .toList();
    }

    /// Its plan, once that has so many lines that begin so and stays as it is.
    String plan(int lines, String begin) {
        var last = new AtomicReference<>("");
        return await().atMost(LIMIT)
                .during(AT_REST)
                .until(
                        () -> {
                            String plan = annotation("plan").orElse("");
                            return last.getAndSet(plan).equals(plan) ? plan : "";
                        },
                        plan -> count(plan, begin) == lines);
    }

    private static long count(String plan, String begin) {
        return plan.lines().filter(line -> line.startsWith(begin)).count();
    }

    static String number(String plan) {
        return plan.substring(0, plan.indexOf(':'));
    }

    Optional<String> annotation(String name) {
        return Optional.of(field("{.metadata.annotations.mooring\\.io/" + name + "}"))
                .filter(text -> !text.isEmpty());
    }

    String field(String path) {
        return kubectl.get("get", "nodepool", NAME, "-o", "jsonpath=" + path);
    }
}
