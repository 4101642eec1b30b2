package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class HostMirrorsTest {
    private static final String GROUP = "gateway.networking.k8s.io";
    private static final ResourceKind CLASS =
            ResourceKind.cluster(GROUP + "/v1", "GatewayClass", "gatewayclasses");
    private static final ResourceKind GATEWAY =
            ResourceKind.inNamespace(GROUP + "/v1", "Gateway", "gateways");
    private static final Place MAPPED = new Place("infra", "", "edge", "");

    /// Nothing is written, so that what the test says is all there is.
    private static final FakeApi.Faults READ_ONLY =
            new FakeApi.Faults() {
                @Override
                public void before(String call) {
                    throw new ApiFailure.Unreachable("no " + call + " now", null);
                }

                @Override
                public void after(String call) {}
            };

    private final FakeApi tenant = new FakeApi("tenant", READ_ONLY, _ -> true, () -> Instant.EPOCH);
    private final FakeApi host = new FakeApi("host", READ_ONLY, _ -> true, () -> Instant.EPOCH);
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void whatFollowsADefinitionIsKnownWhenItHasBeenListed() {
        define(CLASS, GatewayApi.CLASSES, "Cluster");
        define(GATEWAY, GatewayApi.GATEWAYS, "Namespaced");
        host.create(CLASS, KubeObject.of(ObjectRef.cluster(CLASS, "public"), Map.of()));
        for (var name : List.of("shared", "own")) {
            host.create(GATEWAY, KubeObject.of(ObjectRef.of(GATEWAY, "infra", name), Map.of()));
        }
        tenant.create(GATEWAY, KubeObject.of(ObjectRef.of(GATEWAY, "edge", "own"), Map.of()));
        var customs =
                List.of(
                        new ShownCustom(GatewayApi.CLASSES, "", List.of(Place.everything())),
                        new ShownCustom(GatewayApi.GATEWAYS, "", List.of(MAPPED)));
        try (var mirrors = mirrors(customs)) {
            mirrors.start(told::incrementAndGet, (_, _) -> {});
            assertThat(mirrors.isKnown(CLASS)).isFalse();

            deliver(ResourceKind.CUSTOM_RESOURCE_DEFINITION::equals);
            assertThat(mirrors.isKnown(CLASS)).isFalse();
            assertThat(mirrors.isKnown(GATEWAY)).isFalse();

            deliver(CLASS::equals);
            assertThat(mirrors.isKnown(CLASS)).isTrue();
            assertThat(mirrors.offers(CLASS, "public")).isTrue();
            assertThat(mirrors.offers(CLASS, "inner")).isFalse();
            assertThat(mirrors.isKnown(GATEWAY)).isFalse();

            int before = told.get();
            deliver(GATEWAY::equals);
            assertThat(told.get()).isGreaterThan(before);
            assertThat(mirrors.isKnown(GATEWAY)).isTrue();
            assertThat(mirrors.origin(GATEWAY, new Name("edge", "shared")))
                    .contains(new Name("infra", "shared"));
            assertThat(mirrors.origin(GATEWAY, new Name("edge", "own"))).isEmpty();
            assertThat(mirrors.isKnown(ResourceKind.INGRESS_CLASS)).isTrue();
        }
    }

    private HostMirrors mirrors(List<ShownCustom> customs) {
        return new HostMirrors(
                new FromHost(List.of(), customs, Optional.empty()),
                List.of(),
                tenant.syncers(),
                host.syncers(),
                (_, _) -> {},
                _ -> Optional.empty(),
                System::nanoTime,
                new SplittableRandom(1));
    }

    private void define(ResourceKind kind, String name, String scope) {
        var definition =
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.CUSTOM_RESOURCE_DEFINITION, name),
                        Map.of(
                                "spec",
                                Map.of(
                                        "group",
                                        GROUP,
                                        "scope",
                                        scope,
                                        "names",
                                        Map.of("kind", kind.kind(), "plural", kind.plural()),
                                        "versions",
                                        List.of(Map.of("name", "v1", "storage", true))),
                                "status",
                                Map.of(
                                        "conditions",
                                        List.of(Map.of("type", "Established", "status", "True")))));
        tenant.create(ResourceKind.CUSTOM_RESOURCE_DEFINITION, definition);
        host.create(ResourceKind.CUSTOM_RESOURCE_DEFINITION, definition);
    }

    private void deliver(Predicate<ResourceKind> which) {
        var watches = new ArrayList<>(tenant.watches());
        watches.addAll(host.watches());
        for (var watch : watches) {
            while (which.test(watch.kind()) && watch.hasNews()) {
                watch.deliver();
            }
        }
    }
}
