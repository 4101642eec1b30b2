package io.mooring.autonodes;

import io.mooring.api.KubernetesManifests;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The kinds in the API, and the declared pools as objects of them.
final class Definitions {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final KubeClient kube;

    /// @param kube is not closed here
    Definitions(KubeClient kube) {
        this.kube = kube;
    }

    /// Whether there are claims, and with them nodes to look after.
    boolean haveClaims() {
        try {
            return !kube.list(Kinds.NODE_CLAIM, ListQuery.all()).items().isEmpty();
        } catch (KubeFailure.NotFound _) {
            return false;
        }
    }

    /// Returns when the kinds can be used and the pools are those declared; pools that others have
    /// made stay.
    void apply(List<KubeObject> pools) throws InterruptedException {
        for (var manifest : KubernetesManifests.read(text())) {
            kube.apply(ResourceKind.CUSTOM_RESOURCE_DEFINITION, new KubeObject(manifest));
        }
        for (var kind : List.of(Kinds.NODE_POOL, Kinds.NODE_CLAIM, Kinds.CAPACITY_BUFFER)) {
            while (!isServed(kind)) {
                Thread.sleep(LOOK_AGAIN);
            }
        }
        pools.forEach(pool -> kube.apply(Kinds.NODE_POOL, pool));
        removeOthers(pools.stream().map(KubeObject::name).collect(Collectors.toSet()));
    }

    /// Where no pool is declared any more: what is left of those that were goes, and nothing is put
    /// into the API.
    void forget() {
        try {
            removeOthers(Set.of());
        } catch (KubeFailure.NotFound _) {
            // there never was one
        }
    }

    private void removeOthers(Set<String> wanted) {
        var query = ListQuery.all().labels(Kinds.DECLARED + "=true");
        for (KubeObject pool : kube.list(Kinds.NODE_POOL, query).items()) {
            if (!wanted.contains(pool.name())) {
                kube.delete(
                        ObjectRef.of(Kinds.NODE_POOL, pool), DeleteOptions.defaults().same(pool));
            }
        }
    }

    private boolean isServed(ResourceKind kind) {
        try {
            kube.list(kind, ListQuery.all());
            return true;
        } catch (KubeFailure.NotFound _) {
            return false;
        }
    }

    private static String text() {
        try (var stream = Definitions.class.getResourceAsStream("definitions.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks the resource definitions.yaml");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource definitions.yaml", e);
        }
    }
}
