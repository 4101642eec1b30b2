package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The table of [PodPlan], row by row.
final class PodPlanTest {
    private static final Action BACK = new Action.Tell("what the copy tells");

    @Test
    void theCopyOfADeletedPodIsDeletedWithTheSameGrace() {
        var tenant = deleting(bound(pod("u1")), 7);
        var copy = copy("u1");

        assertThat(plan(tenant, copy))
                .contains(List.of(new Action.DeleteCopy(copy, OptionalLong.of(7)), BACK));
    }

    @Test
    void aCopyThatEndsInTimeIsLeftToEnd() {
        var tenant = deleting(bound(pod("u1")), 7);

        assertThat(plan(tenant, deleting(copy("u1"), 7))).contains(List.of(BACK));
    }

    @Test
    void aPodThatIsDeletedAtOnceDoesNotWaitForTheGraceItHadBefore() {
        var tenant = deleting(bound(pod("u1")), 0);
        var copy = deleting(copy("u1"), 30);

        assertThat(plan(tenant, copy))
                .contains(List.of(new Action.DeleteCopy(copy, OptionalLong.of(0)), BACK));
    }

    @Test
    void aDeletedPodIsGoneWhenItsCopyIs() {
        var tenant = deleting(bound(pod("u1")), 7);

        assertThat(plan(tenant)).contains(List.of(new Action.DeleteTenant(tenant, 0)));
        assertThat(plan(tenant, copy("of another")))
                .contains(List.of(new Action.DeleteTenant(tenant, 0)));
    }

    @Test
    void aPodWhoseCopyTheHostEndsIsDeletedWithTheSameGrace() {
        var tenant = bound(pod("u1"));

        assertThat(plan(tenant, deleting(copy("u1"), 5)))
                .contains(List.of(new Action.DeleteTenant(tenant, 5)));
    }

    @Test
    void aPodThatHasDoneItsWorkStaysWhateverTheHostDoes() {
        var tenant = bound(pod("u1")).with("Succeeded", "status", "phase");
        var copy = deleting(copy("u1"), 5).with("Succeeded", "status", "phase");

        assertThat(plan(tenant, copy)).contains(List.of(BACK));
        assertThat(plan(tenant)).contains(List.of());
    }

    @Test
    void aPodThatRanIsNotRunAgain() {
        var tenant = bound(pod("u1"));

        assertThat(plan(tenant)).contains(List.of(new Action.DeleteTenant(tenant, 0)));
    }

    @Test
    void aPodThatHasNotRunIsLikeEveryObject() {
        assertThat(plan(pod("u1"))).isEmpty();
        assertThat(plan(pod("u1"), copy("u1"))).isEmpty();
        assertThat(plan(pod("u1"), copy("of another"))).isEmpty();
        assertThat(plan(bound(pod("u1")), copy("u1"))).isEmpty();
    }

    @Test
    void aNodeThatATenantWroteIsNoSignThatThePodRan() {
        assertThat(plan(pod("u1").with("n1", "spec", "nodeName"))).isEmpty();
    }

    private static Optional<List<Action>> plan(KubeObject tenant, KubeObject... copy) {
        return PodPlan.of(tenant, List.of(copy).stream().findFirst(), () -> List.of(BACK));
    }

    private static KubeObject pod(String uid) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", "web");
        metadata.put("namespace", "default");
        metadata.put("uid", uid);
        return new KubeObject(Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata));
    }

    private static KubeObject copy(String ofUid) {
        return pod("c1").with(ofUid, "metadata", "annotations", "mooring.io/object-uid");
    }

    private static KubeObject bound(KubeObject pod) {
        return pod.with("n1", "spec", "nodeName")
                .with("n1", "metadata", "annotations", "mooring.io/bound-to");
    }

    private static KubeObject deleting(KubeObject pod, int grace) {
        return pod.with("now", "metadata", "deletionTimestamp")
                .with(grace, "metadata", "deletionGracePeriodSeconds");
    }
}
