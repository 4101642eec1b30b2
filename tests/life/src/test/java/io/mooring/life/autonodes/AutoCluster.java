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
import java.util.HashMap;
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
                                        .formatted(it.getKey(), it.getValue().replace("'", "''")))
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
        pending(pod, Map.of());
    }

    /// As the other one, and it mounts the claim.
    void pending(String pod, String claim) {
        pending(
                pod,
                Map.of(
                        "volumes",
                        List.of(
                                Map.of(
                                        "name",
                                        "data",
                                        "persistentVolumeClaim",
                                        Map.of("claimName", claim)))));
    }

    /// A volume in a zone, and its claim, both of that name.
    void volume(String volume, String zone) {
        kube.create(
                ResourceKind.PERSISTENT_VOLUME,
                KubeObject.parse(
                        """
                        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%s"}, "spec": {
                         "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "csi": {"driver": "disks.example.com", "volumeHandle": "1"},
                         "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [
                          {"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["%s"]}]}]}}}}
                        """
                                .formatted(volume, zone)));
        kube.create(
                ResourceKind.PERSISTENT_VOLUME_CLAIM,
                KubeObject.parse(
                        """
                        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "%1$s", "namespace": "default"}, "spec": {
                         "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, "storageClassName": "", "volumeName": "%1$s"}}
                        """
                                .formatted(volume)));
    }

    private void pending(String pod, Map<String, Object> more) {
        within().until(() ->
                kube.find(ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, "default", "default"))
                        .isPresent());
        var spec = new HashMap<String, Object>(more);
        spec.put("nodeSelector", Map.of("tier", "batch"));
        spec.put("tolerations", List.of(Map.of("key", "burst", "operator", "Exists")));
        spec.put(
                "containers",
                List.of(
                        Map.of(
                                "name", "work",
                                "image", "example.com/work",
                                "resources", Map.of("requests", Map.of("cpu", "100m")))));
        kube.create(ResourceKind.POD, KubeObject.of(ref(pod), Map.of("spec", spec)));
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
                KubeObject.parse(
                                """
                                {"status": {"allocatable": {"cpu": "2", "memory": "7Gi", "pods": "110"}, "conditions": [
                                 {"type": "Ready", "status": "True", "reason": "Said", "message": "by the test", "lastHeartbeatTime": "%1$s", "lastTransitionTime": "%1$s"}]}}
                                """
                                        .formatted(now))
                        .fields());
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
                .filter(it ->
                        it.text("regarding", "name")
                                .or(() -> it.text("involvedObject", "name"))
                                .orElse("")
                                .equals(object))
                .map(it -> it.text("note").or(() -> it.text("message")).orElse(""))
                .toList();
    }

    boolean is(KubeObject object, String condition) {
        return object.maps("status", "conditions").stream()
                .anyMatch(
                        it -> condition.equals(it.get("type")) && "True".equals(it.get("status")));
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
            for (ResourceKind kind :
                    List.of(ResourceKind.PERSISTENT_VOLUME_CLAIM, ResourceKind.PERSISTENT_VOLUME)) {
                kube.list(kind, ListQuery.all())
                        .items()
                        .forEach(it -> kube.delete(ObjectRef.of(kind, it)));
            }
            kube.list(ResourceKind.NODE, ListQuery.all())
                    .items()
                    .forEach(it -> kube.delete(ObjectRef.of(ResourceKind.NODE, it)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
