package io.mooring.provider.resources;

import io.mooring.autonodes.Holdups;
import io.mooring.autoscaler.cluster.Holdup;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The pods on one node that are to leave it. Calls fail with a `KubeFailure`.
final class NodePods {

    private final Supplier<KubeClient> kube;
    private final String node;

    /// @param kube asked at each call, since a client may lose its server
    NodePods(Supplier<KubeClient> kube, String node) {
        this.kube = kube;
        this.node = node;
    }

    /// Pods that have not left.
    ///
    /// @param ending those that were told to go
    /// @param asked those that may go, and are asked again
    /// @param held those that a disruption budget holds
    record Left(List<String> ending, List<String> asked, List<Holdup> held) {

        boolean isEmpty() {
            return ending.isEmpty() && asked.isEmpty() && held.isEmpty();
        }

        /// As in "2 pods to go: shop/slow-0 is told to end; shop/quorum-0 waits: ...".
        String words() {
            int pods = ending.size() + asked.size() + held.size();
            List<String> words = new ArrayList<>();
            if (!ending.isEmpty()) {
                words.add(named(ending) + " told to end");
            }
            if (!asked.isEmpty()) {
                words.add(named(asked) + " asked again");
            }
            if (!held.isEmpty()) {
                words.add(Holdup.words(held));
            }
            return "%d pod%s to go: %s"
                    .formatted(pods, pods == 1 ? "" : "s", String.join("; ", words));
        }

        private static String named(List<String> pods) {
            return Holdup.pods(pods) + (pods.size() == 1 ? " is" : " are");
        }
    }

    /// Pods for which these rules keep their machine, each with the reason; empty for none.
    String kept(DrainRules rules) {
        List<String> reasons = new ArrayList<>();
        List<KubeObject> pods = toLeave();
        if (!rules.emptyDirData()) {
            named(pods, NodePods::hasEmptyDir)
                    .map(it ->
                            it
                                    + " would lose what is in emptyDir volumes (save it, or set drain.deleteEmptyDirData to true)")
                    .ifPresent(reasons::add);
        }
        if (!rules.unmanaged()) {
            named(pods, NodePods::isUnmanaged)
                    .map(it ->
                            it
                                    + " would be gone for good, since no controller makes it anew (let one, or set drain.deleteUnmanagedPods to true)")
                    .ifPresent(reasons::add);
        }
        return String.join("; ", reasons);
    }

    private static Optional<String> named(List<KubeObject> pods, Predicate<KubeObject> is) {
        List<String> names =
                pods.stream()
                        .filter(it -> told(it).isEmpty())
                        .filter(is)
                        .map(NodePods::name)
                        .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(Holdup.pods(names));
    }

    private static boolean hasEmptyDir(KubeObject pod) {
        return pod.maps("spec", "volumes").stream().anyMatch(it -> it.containsKey("emptyDir"));
    }

    private static boolean isUnmanaged(KubeObject pod) {
        return owners(pod).stream()
                .noneMatch(owner -> Boolean.TRUE.equals(owner.get("controller")));
    }

    /// When it is to have ended, if it was told to.
    private static Optional<Instant> told(KubeObject pod) {
        return pod.text("metadata", "deletionTimestamp").map(Instant::parse);
    }

    /// Asks every pod that is to move to leave.
    ///
    /// @param ended until when pods that were told to go count no more, since nobody is there that
    ///   could tell that they have ended; `Instant.MIN` where there is
    Left evict(DrainRules rules, Instant ended) {
        var ending = new ArrayList<String>();
        var refused = new ArrayList<KubeObject>();
        for (KubeObject pod : toLeave()) {
            Optional<Instant> told = told(pod);
            if (told.isEmpty() && !isEvicted(pod, rules)) {
                refused.add(pod);
            } else if (told.filter(it -> it.isBefore(ended)).isEmpty()) {
                ending.add(name(pod));
            }
        }
        List<Holdup> held = Holdups.of(kube.get(), refused);
        var holds = held.stream().map(Holdup::pod).collect(Collectors.toSet());
        List<String> asked =
                refused.stream().map(NodePods::name).filter(it -> !holds.contains(it)).toList();
        return new Left(ending, asked, held);
    }

    private List<KubeObject> toLeave() {
        var query = ListQuery.all().fields("spec.nodeName=" + node);
        return kube.get().list(ResourceKind.POD, query).items().stream()
                .filter(it -> !staysWithItsNode(it))
                .toList();
    }

    private static String name(KubeObject pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private static boolean staysWithItsNode(KubeObject pod) {
        String phase = pod.text("status", "phase").orElse("");
        return phase.equals("Succeeded")
                || phase.equals("Failed")
                || pod.annotations().containsKey("kubernetes.io/config.mirror")
                || owners(pod).stream().anyMatch(owner -> "DaemonSet".equals(owner.get("kind")));
    }

    private static List<Map<String, Object>> owners(KubeObject pod) {
        return pod.maps("metadata", "ownerReferences");
    }

    /// False if it is to be asked again.
    private boolean isEvicted(KubeObject pod, DrainRules rules) {
        DeleteOptions options = DeleteOptions.defaults();
        try {
            kube.get()
                    .evict(
                            ObjectRef.of(ResourceKind.POD, pod.namespace(), pod.name()),
                            rules.grace()
                                    .map(it -> options.grace((int) it.toSeconds()))
                                    .orElse(options));
        } catch (KubeFailure.NotFound _) {
            // It left by itself.
        } catch (KubeFailure.Unavailable _) {
            // 429: a disruption budget holds it. The caller asks again while its time lasts.
            return false;
        }
        return true;
    }
}
