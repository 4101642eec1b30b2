package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.PausedCluster;
import io.mooring.provider.resources.host.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The pause of one control plane. It is paused while its StatefulSet wants no pods and annotations
/// there say that this is meant: one that was merely scaled to nothing is not.
final class Pausing {

    static final String SINCE = "mooring.io/paused-since";
    static final String REPLICAS = "mooring.io/paused-replicas";

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private final KubeClient host;
    private final String namespace;
    private final String cluster;

    Pausing(KubeClient host, String namespace, String cluster) {
        this.host = host;
        this.namespace = namespace;
        this.cluster = cluster;
    }

    /// What its StatefulSet says.
    static Optional<ClusterState.Paused> of(KubeObject set) {
        return Optional.ofNullable(set.annotations().get(SINCE))
                .filter(_ -> replicas(set) == 0)
                .map(ClusterState.Paused::new);
    }

    /// Takes the marks of a pause off an object that was applied: that has ended it.
    static void forget(KubeClient host, KubeObject applied) {
        if (applied.annotations().containsKey(SINCE)) {
            host.mergePatch(
                    ObjectRef.of(ResourceKind.known(applied).orElseThrow(), applied),
                    "{\"metadata\": {\"annotations\": " + unmarked() + "}}");
        }
    }

    /// Begins it, unless that is done, and sees that nothing runs: first the control plane, which
    /// would make its tenant's pods anew, then those.
    PausedCluster pause(Instant now, Progress progress) {
        KubeObject set = set("pausing");
        Optional<ClusterState.Paused> before = of(set);
        if (before.isEmpty()) {
            requireSomething(set);
            requireKept(set);
            set = begin(set, now);
        }
        KubeObject paused = set;
        await(
                () -> pods(Scope.selector(cluster)),
                "waiting for the pods of control plane " + cluster + " to end",
                progress);
        List<KubeObject> workloads = workloads();
        workloads.forEach(pod ->
                host.delete(
                        ObjectRef.of(ResourceKind.POD, pod), DeleteOptions.defaults().same(pod)));
        await(this::workloads, "waiting for the pods of the tenant of " + cluster, progress);
        return new PausedCluster(
                of(paused).map(ClusterState.Paused::since).orElse(now.toString()),
                remembered(paused),
                workloads.size());
    }

    private KubeObject begin(KubeObject set, Instant now) {
        return host.mergePatch(
                ObjectRef.of(ResourceKind.STATEFUL_SET, set),
                Map.of(
                        "metadata",
                        Map.of(
                                "annotations",
                                Map.of(
                                        SINCE,
                                        now.truncatedTo(ChronoUnit.SECONDS).toString(),
                                        REPLICAS,
                                        String.valueOf(replicas(set)))),
                        "spec",
                        Map.of("replicas", 0)));
    }

    /// Ends it; what it has stopped is on its way then.
    void end() {
        KubeObject set = set("resuming");
        if (of(set).isEmpty()) {
            requireSomething(set);
            return;
        }
        host.mergePatch(
                ObjectRef.of(ResourceKind.STATEFUL_SET, set),
                "{\"metadata\": {\"annotations\": %s}, \"spec\": {\"replicas\": %d}}"
                        .formatted(unmarked(), remembered(set)));
    }

    /// What an apply would have to be while it is paused, so that the pause is no drift.
    UnaryOperator<KubeObject> asPaused() {
        boolean paused =
                host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, namespace, cluster))
                        .flatMap(Pausing::of)
                        .isPresent();
        return object ->
                paused && object.kind().equals(ResourceKind.STATEFUL_SET.kind())
                        ? object.with(0, "spec", "replicas")
                        : object;
    }

    private KubeObject set(String attempt) {
        return host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, namespace, cluster))
                .orElseThrow(() ->
                        new HostFailure.Unusable(
                                "%s control plane %s: there is none of that name in namespace %s; `mooring list` shows those there are"
                                        .formatted(attempt, cluster, namespace)));
    }

    private void requireSomething(KubeObject set) {
        if (replicas(set) == 0) {
            throw new HostFailure.Unusable(
                    "control plane %s in namespace %s is not paused, but somebody scaled its StatefulSet to 0; `pulumi up --refresh` or `kubectl scale` brings it back"
                            .formatted(cluster, namespace));
        }
    }

    /// Of what ends with its pods nothing would come back.
    private void requireKept(KubeObject set) {
        if (VolumeObjects.endsWithPod(set) && !(replicas(set) > 1 && hasStoreElsewhere())) {
            throw new HostFailure.Unusable(
                    "pausing control plane %s: its state is in a directory that ends with its pod (controlPlane.statefulSet.persistence.volumeClaim.enabled is false), so that a pause would lose it; nothing was stopped. Make a snapshot and destroy it instead"
                            .formatted(cluster));
        }
    }

    /// Several replicas with such a store have their keys in a Secret.
    private boolean hasStoreElsewhere() {
        return host.find(ObjectRef.of(ResourceKind.SECRET, namespace, cluster + "-config"))
                .flatMap(secret -> secret.text("data", HostObjects.CONFIG_FILE))
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                .map(yaml -> ConfigLoader.load(yaml).config().controlPlane().backingStore().kind())
                .filter(kind ->
                        switch (kind) {
                            case EXTERNAL_ETCD, EXTERNAL_DATABASE, DEPLOYED_ETCD -> true;
                            case EMBEDDED_ETCD, EMBEDDED_DATABASE -> false;
                        })
                .isPresent();
    }

    /// The copies of the tenant's pods that are not over. Label and owner have to agree: another's
    /// pod that has the label by chance is left alone.
    private List<KubeObject> workloads() {
        String anchor = Anchor.find(host, namespace, cluster).map(KubeObject::uid).orElse("none");
        return pods(Scope.workloadSelector(cluster)).stream()
                .filter(pod ->
                        pod.maps("metadata", "ownerReferences").stream()
                                .anyMatch(owner -> anchor.equals(owner.get("uid"))))
                .filter(pod -> !OVER.contains(pod.text("status", "phase").orElse("")))
                .toList();
    }

    private List<KubeObject> pods(String selector) {
        return host.list(ResourceKind.POD, ListQuery.namespace(namespace).labels(selector)).items();
    }

    private interface Pods {
        List<KubeObject> left();
    }

    private void await(Pods pods, String waiting, Progress progress) {
        for (List<KubeObject> left = pods.left(); !left.isEmpty(); left = pods.left()) {
            String names = String.join(", ", left.stream().map(KubeObject::name).limit(5).toList());
            progress.say("%s: %d left (%s)".formatted(waiting, left.size(), names));
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "pausing control plane %s: %s took too long: %d left (%s); run again to go on"
                                .formatted(cluster, waiting, left.size(), names));
            }
            progress.pause(PAUSE);
        }
    }

    private static int replicas(KubeObject set) {
        return set.text("spec", "replicas").map(Integer::parseInt).orElse(1);
    }

    private static int remembered(KubeObject set) {
        return Optional.ofNullable(set.annotations().get(REPLICAS))
                .filter(text -> text.matches("[1-9]\\d{0,2}"))
                .map(Integer::parseInt)
                .orElse(1);
    }

    private static String unmarked() {
        return "{\"%s\": null, \"%s\": null}".formatted(SINCE, REPLICAS);
    }
}
