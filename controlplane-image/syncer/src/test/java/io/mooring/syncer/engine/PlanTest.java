package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.TenantView;
import io.mooring.syncer.translate.Translation;
import io.mooring.syncer.translate.Translator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What happens to a copy that is there when its original cannot go over any more.
final class PlanTest {
    private static final ResourceKind WIDGET =
            ResourceKind.inNamespace("example.com/v1", "Widget", "widgets");
    private static final Translation UNPATCHED = new Translation.Unpatched("nothing has no a");
    private static final Translation REFUSED = new Translation.Refused(List.of("not for tenants"));

    /// Tells the status, and nothing else is asked of it.
    private record Told(ResourceKind kind, List<String> untold) implements Translator {
        @Override
        public Translation toHost(KubeObject tenant, TenantView view) {
            throw new AssertionError("the plan has a translation");
        }

        @Override
        public KubeObject toTenant(KubeObject tenant, KubeObject host) {
            return tenant.with(host.map("status"), "status");
        }

        @Override
        public List<String> untold(KubeObject tenant, KubeObject host) {
            return untold;
        }
    }

    @Test
    void aPatchThatMakesNoSenseRemovesNothingAndWhatComesBackGoesOn() {
        for (var kind : List.of(ResourceKind.INGRESS, ResourceKind.SERVICE, WIDGET)) {
            assertThat(plan(kind, UNPATCHED, copy(kind)))
                    .containsExactly(
                            new Action.Tell("not synced any more: nothing has no a"), back(kind));
            assertThat(plan(kind, UNPATCHED))
                    .containsExactly(new Action.Tell("not synced: nothing has no a"));
        }
    }

    @Test
    void theCopyOfACustomResourceIsKeptWhateverIsRefused() {
        assertThat(plan(WIDGET, REFUSED, copy(WIDGET)))
                .containsExactly(new Action.Tell("not synced: not for tenants"), back(WIDGET));
        var ingress = copy(ResourceKind.INGRESS);
        assertThat(plan(ResourceKind.INGRESS, REFUSED, ingress))
                .containsExactly(
                        new Action.Tell("not synced: not for tenants"),
                        new Action.DeleteCopy(ingress, OptionalLong.empty()));
    }

    @Test
    void theCopyOfARouteGoesThatMayNotAttachAnyMore() {
        var kind =
                ResourceKind.inNamespace("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes");
        var route = copy(kind);

        assertThat(plan(kind, REFUSED, route))
                .containsExactly(
                        new Action.Tell("not synced: not for tenants"),
                        new Action.DeleteCopy(route, OptionalLong.empty()));
    }

    @Test
    void allThatATenantIsToldOfAnObjectIsToldInOne() {
        assertThat(plan(new Told(WIDGET, List.of("a", "b")), UNPATCHED, copy(WIDGET)))
                .containsExactly(
                        new Action.Tell("not synced any more: nothing has no a; not told: a; b"),
                        back(WIDGET));
    }

    private static List<Action> plan(
            ResourceKind kind, Translation translation, KubeObject... copy) {
        return plan(new Told(kind, List.of()), translation, copy);
    }

    private static List<Action> plan(Told told, Translation translation, KubeObject... copy) {
        var kind = told.kind();
        return new Plan(told, _ -> translation)
                .of(Optional.of(tenant(kind)), List.of(copy).stream().findFirst(), copy.length > 0);
    }

    private static KubeObject tenant(ResourceKind kind) {
        var metadata = Map.of("name", "web", "namespace", "default", "uid", "u1");
        return new KubeObject(
                Map.of(
                        "apiVersion", kind.apiVersion(),
                        "kind", kind.kind(),
                        "metadata", metadata,
                        "status", Map.of("ready", false)));
    }

    private static KubeObject copy(ResourceKind kind) {
        return tenant(kind)
                .with("u1", "metadata", "annotations", Marks.OBJECT_UID)
                .with(Map.of("ready", true), "status");
    }

    private static Action back(ResourceKind kind) {
        return new Action.UpdateTenantStatus(tenant(kind).with(Map.of("ready", true), "status"));
    }
}
