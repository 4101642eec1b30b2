package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Who else acts: the tenant's users, the host's kubelets and controllers, and people who change
/// copies by hand.
final class Actors {
    static final List<ResourceKind> KINDS =
            List.of(
                    ResourceKind.POD,
                    ResourceKind.SERVICE,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET,
                    ResourceKind.PERSISTENT_VOLUME_CLAIM,
                    ResourceKind.INGRESS,
                    ResourceKind.NETWORK_POLICY,
                    ResourceKind.POD_DISRUPTION_BUDGET,
                    ResourceKind.SERVICE_ACCOUNT,
                    ResourceKind.ENDPOINTS,
                    ResourceKind.ENDPOINT_SLICE,
                    ResourceKind.PRIORITY_CLASS,
                    ResourceKind.STORAGE_CLASS,
                    ResourceKind.PERSISTENT_VOLUME);

    static final TokenSecrets TOKENS =
            new TokenSecrets(Simulation.SETTINGS, InstantSource.system());

    private final SplittableRandom random;
    private final FakeApi tenant;
    private final FakeApi host;
    private final SpecMaker specs;
    private final Map<FakeApi.Key, KubeObject> foreign = new LinkedHashMap<>();

    Actors(SplittableRandom random, FakeApi tenant, FakeApi host) {
        this.random = random;
        this.tenant = tenant;
        this.host = host;
        this.specs = new SpecMaker(random);
        for (var namespace : SpecMaker.NAMESPACES) {
            tenant.create(ResourceKind.NAMESPACE, specs.namespace(namespace));
        }
        tenant.create(ResourceKind.SERVICE, specs.dns());
    }

    /// Objects of the host namespace that are nobody's copies, as they were made.
    Map<FakeApi.Key, KubeObject> foreign() {
        return foreign;
    }

    void tenantActs() {
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4, 5 -> createOrUpdate();
            case 6, 7 -> deleteSomething();
            case 8 -> relabelNamespace();
            case 9 -> deleteAllOfANamespace();
            case 10 -> removeFinalizers();
            default -> createPod();
        }
    }

    private void createPod() {
        create(ResourceKind.POD);
    }

    private void create(ResourceKind kind) {
        var object = specs.object(kind);
        if (tenant.find(kind, object.namespace(), object.name()).isEmpty()) {
            tenant.create(kind, object);
        }
    }

    private void createOrUpdate() {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        var object = specs.object(kind);
        var now = tenant.find(kind, object.namespace(), object.name());
        if (now.isEmpty()) {
            tenant.create(kind, object);
        } else if (kind.equals(ResourceKind.POD) && random.nextBoolean()) {
            if (random.nextBoolean()) {
                tenant.extend(specs.debugged(now.get()));
            } else {
                tenant.resize(specs.resized(now.get()));
            }
        } else if (kind.equals(ResourceKind.POD)) {
            tenant.update(kind, specs.changed(now.get()));
        } else if (!kind.equals(ResourceKind.PERSISTENT_VOLUME_CLAIM)) {
            tenant.update(kind, specs.replaced(now.get(), object));
        } else {
            tenant.update(kind, now.get().with(specs.size(), "spec", "resources"));
        }
    }

    private void deleteSomething() {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        pick(tenant, kind).ifPresent(object -> tenantDeletes(kind, object));
    }

    private void tenantDeletes(ResourceKind kind, KubeObject object) {
        if (!object.name().equals("kube-dns")) {
            tenant.delete(
                    kind,
                    object,
                    random.nextInt(4) == 0 ? OptionalLong.of(0) : OptionalLong.empty());
        }
    }

    private void deleteAllOfANamespace() {
        if (random.nextInt(4) == 0) {
            var namespace = SpecMaker.NAMESPACES.get(random.nextInt(3));
            for (var kind : KINDS) {
                tenant.all(kind).stream()
                        .filter(object -> object.namespace().equals(namespace))
                        .forEach(object -> tenantDeletes(kind, object));
            }
        }
    }

    private void removeFinalizers() {
        for (var claim : tenant.all(ResourceKind.PERSISTENT_VOLUME_CLAIM)) {
            if (claim.at("metadata", "deletionTimestamp").isPresent()) {
                tenant.update(
                        ResourceKind.PERSISTENT_VOLUME_CLAIM,
                        claim.with(List.of(), "metadata", "finalizers"));
            }
        }
    }

    private void relabelNamespace() {
        pick(tenant, ResourceKind.NAMESPACE)
                .ifPresent(namespace ->
                        tenant.update(
                                ResourceKind.NAMESPACE,
                                namespace.with(specs.labels(), "metadata", "labels")));
    }

    void hostActs() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> kubelet();
            case 6 -> claimsAndBalancers();
            case 7 -> defaults();
            case 8 -> someoneEdits();
            case 9 -> someoneDeletes();
            case 10 -> someoneElse();
            default -> evict();
        }
    }

    private void kubelet() {
        pick(host, ResourceKind.POD)
                .ifPresent(pod -> {
                    if (pod.at("metadata", "deletionTimestamp").isPresent()) {
                        host.delete(ResourceKind.POD, pod, OptionalLong.of(0));
                    } else if (pod.text("spec", "nodeName").isEmpty()) {
                        host.bind(pod, "node-" + random.nextInt(3), Map.of());
                    } else {
                        host.updateStatus(ResourceKind.POD, pod.with(specs.podStatus(), "status"));
                    }
                });
    }

    /// Kubelets end the pods that are deleted.
    void kubeletsFinish() {
        for (var pod : List.copyOf(host.all(ResourceKind.POD))) {
            if (pod.at("metadata", "deletionTimestamp").isPresent()) {
                host.delete(ResourceKind.POD, pod, OptionalLong.of(0));
            }
        }
        removeFinalizers();
    }

    private void claimsAndBalancers() {
        pick(host, ResourceKind.PERSISTENT_VOLUME_CLAIM)
                .ifPresent(claim -> {
                    if (claim.text("spec", "volumeName").isEmpty()
                            || claim.annotations().get("pv.kubernetes.io/bind-completed") == null) {
                        host.update(
                                ResourceKind.PERSISTENT_VOLUME_CLAIM,
                                claim.with(
                                                claim.text("spec", "volumeName")
                                                        .orElse("pv-" + random.nextInt(9)),
                                                "spec",
                                                "volumeName")
                                        .with(
                                                "yes",
                                                "metadata",
                                                "annotations",
                                                "pv.kubernetes.io/bind-completed"));
                    } else {
                        host.updateStatus(
                                ResourceKind.PERSISTENT_VOLUME_CLAIM,
                                claim.with(Map.of("phase", "Bound"), "status"));
                    }
                });
        pick(host, ResourceKind.PERSISTENT_VOLUME)
                .ifPresent(volume -> {
                    if (volume.text("spec", "claimRef", "uid").isEmpty()) {
                        host.update(
                                ResourceKind.PERSISTENT_VOLUME,
                                volume.with("u" + random.nextInt(9), "spec", "claimRef", "uid"));
                    } else {
                        var phase = random.nextBoolean() ? "Bound" : "Released";
                        host.updateStatus(
                                ResourceKind.PERSISTENT_VOLUME,
                                volume.with(Map.of("phase", phase), "status"));
                    }
                });
        for (var kind : List.of(ResourceKind.SERVICE, ResourceKind.INGRESS)) {
            pick(host, kind)
                    .ifPresent(object ->
                            host.updateStatus(
                                    kind,
                                    object.with(
                                            Map.of("ip", "198.51.100." + random.nextInt(9)),
                                            "status",
                                            "loadBalancer")));
        }
    }

    /// Controllers of the host add what is theirs; it may stay.
    private void defaults() {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        pick(host, kind)
                .ifPresent(object ->
                        host.update(
                                kind,
                                object.with(
                                                "h" + random.nextInt(3),
                                                "metadata",
                                                "annotations",
                                                "host.example.org/note")
                                        .with("1", "metadata", "labels", "host-label")));
    }

    private void someoneEdits() {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        pick(host, kind)
                .filter(Actors::isCopy)
                .ifPresent(object -> {
                    var edited = object.with("x", "metadata", "labels", "added");
                    if (object.labels().containsKey("app")) {
                        edited = edited.with("edited", "metadata", "labels", "app");
                    }
                    if (kind.equals(ResourceKind.CONFIG_MAP) || kind.equals(ResourceKind.SECRET)) {
                        edited = edited.with("by hand", "data", "added");
                    } else if (kind.equals(ResourceKind.SERVICE)) {
                        edited = edited.with("by hand", "spec", "selector", "added");
                    }
                    host.update(kind, edited);
                });
    }

    private void someoneDeletes() {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        pick(host, kind)
                .filter(Actors::isSyncers)
                .ifPresent(object -> host.delete(kind, object, OptionalLong.empty()));
    }

    /// Objects of others, some with names and marks like those of copies.
    private void someoneElse() {
        var kind = KINDS.get(1 + random.nextInt(KINDS.size() - 1));
        var like = specs.object(kind);
        var name =
                random.nextBoolean()
                        ? Simulation.SETTINGS.names().copy(like.namespace(), like.name())
                        : "other-" + random.nextInt(5);
        var namespace = kind.namespaced() ? "host-ns" : "";
        if (host.find(kind, namespace, name).isEmpty()) {
            var metadata = new TreeMap<String, Object>();
            metadata.put("name", name);
            metadata.put("namespace", namespace);
            if (random.nextBoolean()) {
                metadata.put("labels", Marks.labels(Simulation.SETTINGS.names(), "a"));
            }
            var made = host.create(kind, like.with(metadata, "metadata"));
            foreign.put(FakeApi.Key.of(kind, made), made);
        }
    }

    private void evict() {
        pick(host, ResourceKind.POD)
                .ifPresent(pod -> host.delete(ResourceKind.POD, pod, OptionalLong.of(5)));
    }

    /// Whether the object of the host is one that the syncer may touch.
    static boolean isSyncers(KubeObject object) {
        return isCopy(object) || TOKENS.pod(object).isPresent();
    }

    private static boolean isCopy(KubeObject object) {
        return Marks.origin(Simulation.SETTINGS.names(), object).isPresent();
    }

    private Optional<KubeObject> pick(FakeApi api, ResourceKind kind) {
        var all = new ArrayList<>(api.all(kind));
        if (api == host) {
            all.removeIf(object -> foreign.containsKey(FakeApi.Key.of(kind, object)));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }
}
