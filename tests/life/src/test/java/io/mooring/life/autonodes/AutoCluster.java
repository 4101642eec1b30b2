package io.mooring.life.autonodes;

import static org.awaitility.Awaitility.await;

import io.mooring.api.ConfigLoader;
import io.mooring.autonodes.AutoNodeRunner;
import io.mooring.autonodes.AutoNodeSetup;
import io.mooring.autonodes.Kinds;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/// A cluster whose scheduler and kubelets are the test, and whose autoscaler is real.
final class AutoCluster implements AutoCloseable {

    static final String ENDPOINT = "10.9.8.7:443";
    private static final Path NOWHERE = Path.of("/no/such");

    private final KubeClient kube;
    private final String name;
    private final AutoCloud cloud;
    private Optional<AutoNodeRunner> runner = Optional.empty();

    AutoCluster(KubeClient kube, String name, AutoCloud cloud) {
        this.kube = kube;
        this.name = name;
        this.cloud = cloud;
    }

    static ConditionFactory within() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
    }

    /// Has the autoscaler run with a pool of that name, as the configuration of a server says it.
    void start(String pool) {
        startWith(
                """
                      dynamic:
                        - name: %s
                          nodeLabels: {tier: batch}
                          taints: [{key: burst, value: 'yes', effect: NoSchedule}]
                          limits: {nodes: 3}
                          disruption: {consolidateAfter: 1s}
                """
                        .formatted(pool));
    }

    private void startWith(String pools) {
        String properties =
                cloud.properties().entrySet().stream()
                        .map(it ->
                                "        %s: '%s'\n"
                                        .formatted(
                                                it.getKey(), it.getValue().replace("'", "''")))
                        .collect(Collectors.joining());
        String config =
                """
                privateNodes:
                  enabled: true
                  autoNodes:
                    - provider: %s
                      properties:
                %s%s
                """
                        .formatted(cloud.provider(), properties, pools);
        var declared = ConfigLoader.load(config).config().privateNodes();
        var setup =
                new AutoNodeSetup(
                        name,
                        ENDPOINT,
                        "sha256:" + "a".repeat(64),
                        declared.autoNodes(),
                        declared.kubelet().config(),
                        NOWHERE,
                        NOWHERE);
        var tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
        runner = Optional.of(AutoNodeRunner.start(setup, kube, tokens, Clock.systemUTC()));
    }

    void stop() throws InterruptedException {
        if (runner.isPresent()) {
            runner.get().close();
            runner.get().awaitEnd();
            runner = Optional.empty();
        }
    }

    /// A pod that the scheduler finds no node for.
    void pending(String pod) {
        within().until(
                        () ->
                                kube.find(
                                                ObjectRef.of(
                                                        ResourceKind.SERVICE_ACCOUNT,
                                                        "default",
                                                        "default"))
                                        .isPresent());
        kube.create(
                ResourceKind.POD,
                KubeObject.of(
                        ref(pod),
                        Map.of(
                                "spec",
                                Map.of(
                                        "nodeSelector",
                                        Map.of("tier", "batch"),
                                        "tolerations",
                                        List.of(Map.of("key", "burst", "operator", "Exists")),
                                        "containers",
                                        List.of(
                                                Map.of(
                                                        "name", "work",
                                                        "image", "example.com/work",
                                                        "resources",
                                                                Map.of(
                                                                        "requests",
                                                                        Map.of("cpu", "100m"))))))));
        kube.mergePatchStatus(
                ref(pod),
                Map.of(
                        "status",
                        Map.of(
                                "conditions",
                                List.of(
                                        Map.of(
                                                "type", "PodScheduled",
                                                "status", "False",
                                                "reason", "Unschedulable")))));
    }

    /// Does what a kubelet does when it comes up, with the taints that its user data has.
    void join(String node) {
        kube.create(
                ResourceKind.NODE,
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.NODE, node),
                        Map.of(
                                "spec",
                                Map.of(
                                        "taints",
                                        List.of(
                                                Map.of(
                                                        "key", "karpenter.sh/unregistered",
                                                        "effect", "NoExecute"))))));
        String now = Instant.now().toString();
        kube.mergePatchStatus(
                ObjectRef.cluster(ResourceKind.NODE, node),
                Map.of(
                        "status",
                        Map.of(
                                "allocatable",
                                Map.of("cpu", "2", "memory", "7Gi", "pods", "110"),
                                "conditions",
                                List.of(
                                        Map.of(
                                                "type", "Ready",
                                                "status", "True",
                                                "reason", "Said",
                                                "message", "by the test",
                                                "lastHeartbeatTime", now,
                                                "lastTransitionTime", now)))));
    }

    void bind(String pod, String node) {
        kube.bind(kube.get(ref(pod)), node, Map.of());
    }

    /// As a kubelet does once the pod's containers have ended.
    void end(String pod) {
        kube.delete(ref(pod), DeleteOptions.defaults().grace(0));
    }

    boolean isBeingEvicted(String pod) {
        return kube.find(ref(pod))
                .map(it -> it.text("metadata", "deletionTimestamp").isPresent())
                .orElse(true);
    }

    private static ObjectRef ref(String pod) {
        return ObjectRef.of(ResourceKind.POD, "default", pod);
    }

    List<KubeObject> claims() {
        return kube.list(Kinds.NODE_CLAIM, ListQuery.all()).items();
    }

    KubeObject claim(String name) {
        return kube.get(ObjectRef.cluster(Kinds.NODE_CLAIM, name));
    }

    KubeObject node(String name) {
        return kube.get(ObjectRef.cluster(ResourceKind.NODE, name));
    }

    Optional<KubeObject> pool(String name) {
        return kube.find(ObjectRef.cluster(Kinds.NODE_POOL, name));
    }

    /// What was said of an object.
    List<String> said(String object) {
        return kube.list(ResourceKind.EVENT, ListQuery.namespace("default")).items().stream()
                .filter(it -> it.text("regarding", "name")
                        .or(() -> it.text("involvedObject", "name"))
                        .orElse("")
                        .equals(object))
                .map(it -> it.text("note").or(() -> it.text("message")).orElse(""))
                .toList();
    }

    boolean is(KubeObject object, String condition) {
        return object.maps("status", "conditions").stream()
                .anyMatch(it ->
                        condition.equals(it.get("type")) && "True".equals(it.get("status")));
    }

    /// By the way of a user who has no use for auto nodes any more.
    @Override
    public void close() {
        try {
            for (KubeObject pod :
                    kube.list(ResourceKind.POD, ListQuery.namespace("default")).items()) {
                end(pod.name());
            }
            stop();
            startWith("      dynamic: []\n");
            within().until(() -> claims().isEmpty() && cloud.left().isEmpty());
            stop();
            kube.list(ResourceKind.NODE, ListQuery.all())
                    .items()
                    .forEach(it -> kube.delete(ObjectRef.of(ResourceKind.NODE, it)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
