package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.workload.Trees;
import io.mooring.autoscaler.workload.WorkloadException;
import io.mooring.kube.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads pods, and what makes them.
final class Pods {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final List<String> RULES = List.of("affinity", "topologySpreadConstraints");
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final long USUAL_GRACE = 30;

    private Pods() {}

    /// The pod; empty for one that has ended and takes nothing any more.
    static Optional<Pod> read(KubeObject pod) {
        if (ENDED.contains(pod.text("status", "phase").orElse(""))) {
            return Optional.empty();
        }
        Map<String, Object> tree = tree(pod.namespace(), pod);
        PodTemplate template;
        boolean understood = true;
        try {
            template = Trees.pod(tree);
        } catch (WorkloadException _) {
            // one that has its node counts all the same; one that waits is not for us to help
            tree.keySet().removeAll(RULES);
            template = Trees.pod(tree);
            understood = false;
        }
        return Optional.of(
                new Pod(
                        pod.namespace() + "/" + pod.name(),
                        template,
                        kind(pod),
                        pod.text("spec", "nodeName").orElse(""),
                        understood && isUnschedulable(pod),
                        created(pod),
                        deletion(pod),
                        Duration.ofSeconds(grace(pod)),
                        (int) whole(pod.text("spec", "priority").orElse(""), 0),
                        (int) whole(pod.annotations().getOrDefault(DELETION_COST, ""), 0),
                        protectedUntil(pod),
                        stage(pod)));
    }

    /// What the pods of a daemon set ask for.
    static PodTemplate ofDaemonSet(KubeObject set) {
        return ofTemplate(set.namespace(), new KubeObject(set.map("spec", "template")));
    }

    /// What pods made of a template ask for.
    static PodTemplate ofTemplate(String namespace, KubeObject template) {
        Map<String, Object> tree = tree(namespace, template);
        try {
            return Trees.pod(tree);
        } catch (WorkloadException _) {
            tree.keySet().removeAll(RULES);
            return Trees.pod(tree);
        }
    }

    private static Map<String, Object> tree(String namespace, KubeObject pod) {
        var spec = new KubeObject(pod.map("spec"));
        var tree = new LinkedHashMap<String, Object>();
        tree.put("namespace", namespace);
        tree.put("labels", pod.labels());
        tree.put("requests", Requests.texts(Requests.of(spec)));
        tree.put("hostPorts", hostPorts(spec));
        for (String field : List.of("nodeSelector", "tolerations", RULES.get(0), RULES.get(1))) {
            spec.at(field).ifPresent(value -> tree.put(field, value));
        }
        return tree;
    }

    private static List<Map<String, Object>> hostPorts(KubeObject spec) {
        var ports = new ArrayList<Map<String, Object>>();
        for (Map<String, Object> container : spec.maps("containers")) {
            for (Map<String, Object> port : new KubeObject(container).maps("ports")) {
                if (port.containsKey("hostPort")) {
                    ports.add(port);
                }
            }
        }
        return ports;
    }

    private static Pod.Kind kind(KubeObject pod) {
        if (pod.annotations().containsKey(MIRROR)) {
            return Pod.Kind.MIRROR;
        }
        boolean daemon =
                pod.maps("metadata", "ownerReferences").stream()
                        .anyMatch(owner -> "DaemonSet".equals(owner.get("kind")));
        return daemon ? Pod.Kind.DAEMON : Pod.Kind.WORKLOAD;
    }

    /// As the scheduler says, unless it makes room for the pod by taking others away.
    private static boolean isUnschedulable(KubeObject pod) {
        return pod.text("status", "nominatedNodeName").orElse("").isEmpty()
                && pod.maps("status", "conditions").stream()
                        .anyMatch(condition ->
                                "PodScheduled".equals(condition.get("type"))
                                        && "False".equals(condition.get("status"))
                                        && "Unschedulable".equals(condition.get("reason")));
    }

    private static Pod.Stage stage(KubeObject pod) {
        if (pod.text("status", "phase").orElse("").equals("Pending")) {
            return Pod.Stage.PENDING;
        }
        boolean ready = Nodes.condition(pod, "Ready").text("status").orElse("").equals("True");
        return ready ? Pod.Stage.READY : Pod.Stage.RUNNING;
    }

    static Instant created(KubeObject object) {
        return Times.instant(object.text("metadata", "creationTimestamp").orElse(""))
                .orElse(Instant.EPOCH);
    }

    /// When it was asked to go; what the API server tells is when that is to be over.
    private static @Nullable Instant deletion(KubeObject pod) {
        return Times.instant(pod.text("metadata", "deletionTimestamp").orElse(""))
                .map(end -> end.minusSeconds(grace(pod)))
                .orElse(null);
    }

    private static long grace(KubeObject pod) {
        return pod.text("metadata", "deletionGracePeriodSeconds")
                .or(() -> pod.text("spec", "terminationGracePeriodSeconds"))
                .map(text -> whole(text, USUAL_GRACE))
                .orElse(USUAL_GRACE);
    }

    private static @Nullable Instant protectedUntil(KubeObject pod) {
        String text = pod.annotations().getOrDefault(Kinds.DO_NOT_DISRUPT, "");
        if (text.equals("true")) {
            return Instant.MAX;
        }
        Instant start =
                Times.instant(pod.text("status", "startTime").orElse("")).orElse(created(pod));
        return Times.duration(text).map(start::plus).orElse(null);
    }

    private static long whole(String text, long otherwise) {
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
