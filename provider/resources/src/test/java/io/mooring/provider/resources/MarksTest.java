package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.provider.core.ObjectValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarksTest {

    private static final KubeObject NODE =
            KubeObject.parse(
                    """
                    {"metadata": {"labels": {"tier": "web", "kubernetes.io/os": "linux"}},
                     "spec": {"taints": [
                       {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"},
                       {"key": "gpu", "effect": "NoSchedule"}]}}
                    """);

    private final Marks before =
            marks("labels: {tier: web}\ntaints: [{key: gpu, effect: NoSchedule}]");

    @Test
    void aNodeThatHasItsMarksNeedsNoPatch() {
        assertThat(before.patch(before, NODE)).isEmpty();
    }

    @Test
    void labelsThatAreNotWantedAnyMoreAreTakenAway() {
        Map<String, Object> patch = marks("labels: {zone: a}").patch(before, NODE);

        assertThat(patch.get("metadata")).hasToString("{labels={zone=a, tier=null}}");
    }

    @Test
    void taintsOfOthersStay() {
        Map<String, Object> patch =
                marks("taints: [{key: gpu, value: big, effect: NoSchedule}]").patch(before, NODE);

        assertThat(patch.get("spec").toString())
                .contains("node.kubernetes.io/unschedulable")
                .contains("value=big");
    }

    @Test
    void aTaintThatIsNotWantedAnyMoreIsTakenAway() {
        Map<String, Object> patch = marks("labels: {tier: web}").patch(before, NODE);

        assertThat(patch.get("spec").toString()).doesNotContain("gpu");
        assertThat(patch).doesNotContainKey("metadata");
    }

    @Test
    void whatSomebodyTookAwayOrChangedIsDrift() {
        ObjectValue inputs =
                Given.value(
                        "labels: {tier: db, zone: a}\ntaints: [{key: ssd, effect: NoSchedule}]");

        ObjectValue seen = Marks.of(inputs).presentOn(NODE).in(inputs);

        assertThat(seen.textMap("labels")).isEqualTo(Map.of("tier", "web"));
        assertThat(seen.list("taints")).isEmpty();
    }

    @Test
    void whatIsAsWantedIsNoDrift() {
        ObjectValue inputs =
                Given.value("labels: {tier: web}\ntaints: [{key: gpu, effect: NoSchedule}]");

        assertThat(Marks.of(inputs).presentOn(NODE).in(inputs)).isEqualTo(inputs);
    }

    private static Marks marks(String yaml) {
        return Marks.of(Given.value(yaml));
    }
}
