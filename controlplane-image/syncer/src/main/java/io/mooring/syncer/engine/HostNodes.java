package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.ShownNodes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes of the host as they are: those that are chosen, and those that have pods of the tenant.
///
/// Where the tenant has a scheduler of its own, a node offers what pods of others leave of it.
///
/// Not told is what the host's own machinery keeps there: volumes, ranges of addresses, the
/// machine's name at its provider; and where its kubelet is.
final class HostNodes implements NodeSource {
    private static final Logger LOG = LoggerFactory.getLogger(HostNodes.class);
    private static final Set<String> TOLD_OF_SPEC = Set.of("taints", "unschedulable");
    private static final Set<String> NOT_TOLD_OF_STATUS =
            Set.of("volumesAttached", "volumesInUse", "config", "addresses", "daemonEndpoints");
    private static final Set<String> TOLD_ADDRESSES = Set.of("InternalIP", "ExternalIP");

    private final ApiServer host;
    private final ShownNodes shown;
    private final NodeDoors doors;
    private final boolean schedules;
    private final Watches watches = new Watches();
    private volatile Consumer<String> changed = _ -> {};
    private volatile Runnable known = () -> {};
    private volatile Runnable offered = () -> {};
    private final Cache nodes = new Cache(this::told, this::listed);
    private final ForeignPods others;
    // by node, so that a thing is said once
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /// @param schedules whether the tenant's own scheduler has to know what is left of a node; else
    ///   all of it is told
    HostNodes(
            ApiServer host, HostNames names, ShownNodes shown, NodeDoors doors, boolean schedules) {
        this.host = host;
        this.shown = shown;
        this.doors = doors;
        this.schedules = schedules;
        this.others = new ForeignPods(names, node -> changed.accept(node), this::listed);
    }

    /// Has it told when there are other nodes than before, or all are known. Before [#start].
    void whenOffered(Runnable told) {
        offered = told;
    }

    private void listed() {
        known.run();
        offered.run();
    }

    @Override
    public void start(Consumer<String> changed, Runnable known) {
        this.changed = changed;
        this.known = known;
        watches.add(host.watch(ResourceKind.NODE, nodes));
        if (schedules) {
            watches.add(others.watch(host));
        }
    }

    private void told(@Nullable KubeObject old, @Nullable KubeObject now) {
        var node = now == null ? old : now;
        if (node != null) {
            changed.accept(node.name());
        }
        if (node != null && now == null) {
            refused.remove(node.name());
        }
        if (old == null || now == null) {
            offered.run();
        }
    }

    @Override
    public boolean isKnown() {
        return nodes.isSynced() && (!schedules || others.isKnown());
    }

    @Override
    public Collection<String> names() {
        return nodes.all().stream().map(KubeObject::name).toList();
    }

    /// Whether a pod of the tenant may be put there by the tenant's own scheduler.
    boolean holds(String name) {
        return nodes.find("", name).filter(node -> shown.holds(node.labels())).isPresent();
    }

    @Override
    public Optional<KubeObject> node(String name, boolean hasPods) {
        var node = nodes.find("", name).filter(found -> hasPods || shown.holds(found.labels()));
        if (node.isEmpty()) {
            doors.gone(name);
        }
        return node.map(found -> shown.patched(found, seen(found)));
    }

    @Override
    public boolean takesBack(KubeObject tenants, KubeObject shownNow) {
        var changed =
                shown.takesChanges()
                        ? nodes.find("", shownNow.name())
                                .flatMap(node -> NodeChanges.of(tenants, shownNow, node))
                        : Optional.<KubeObject>empty();
        return changed.filter(this::isTaken).isPresent();
    }

    private boolean isTaken(KubeObject node) {
        try {
            host.update(ResourceKind.NODE, node);
            refused.remove(node.name());
            return true;
        } catch (ApiFailure.Rejected e) {
            var why = String.valueOf(e.getMessage());
            if (!why.equals(refused.put(node.name(), why))) {
                LOG.warn(
                        "node={} stays as the host has it, whatever the tenant changes: {}",
                        node.name(),
                        why);
            }
            return false;
        }
    }

    private KubeObject seen(KubeObject node) {
        var labels = new TreeMap<String, Object>(Keys.withoutOurs(node.labels()));
        labels.put(Marks.FROM_HOST, "true");
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", node.name());
        metadata.put("labels", labels);
        metadata.put("annotations", Keys.withoutOurs(node.annotations()));
        var spec = new LinkedHashMap<>(node.map("spec"));
        spec.keySet().retainAll(TOLD_OF_SPEC);
        // an API server gives a taint to a node that it does not know
        spec.putIfAbsent("taints", List.of());
        var status = new LinkedHashMap<>(node.map("status"));
        status.keySet().removeAll(NOT_TOLD_OF_STATUS);
        if (!shown.images()) {
            status.remove("images");
        }
        if (schedules) {
            status.put(
                    "allocatable", others.leftOn(node.name(), node.map("status", "allocatable")));
        }
        List<Map<String, Object>> addresses =
                node.maps("status", "addresses").stream()
                        .filter(address -> TOLD_ADDRESSES.contains(address.get("type")))
                        .toList();
        return doors.placed(
                node.with(metadata, "metadata").with(spec, "spec").with(status, "status"),
                addresses);
    }

    @Override
    public void close() {
        watches.close();
    }
}
