package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VersionSkewTest {

    private static final Release V1_35 = new Release(35, 4);

    @Test
    void theNextMinorVersionAndAnyPatchMayFollow() {
        assertThat(VersionSkew.refusal(new Release(34, 4), V1_35)).isEmpty();
        assertThat(VersionSkew.refusal(new Release(35, 1), V1_35)).isEmpty();
        assertThat(VersionSkew.refusal(new Release(35, 6), V1_35)).isEmpty();
    }

    @Test
    void noMinorVersionIsLeftOut() {
        assertThat(VersionSkew.refusal(new Release(33, 13), V1_35))
                .contains(
                        "from v1.33.13 to v1.35.4: Kubernetes takes one minor version at a time; go"
                                + " to 1.34 first");
    }

    @Test
    void nothingGoesBack() {
        assertThat(VersionSkew.refusal(V1_35, new Release(34, 4)))
                .contains(
                        "from v1.35.4 to v1.34.4: Kubernetes cannot go back; restore a snapshot"
                                + " into a new cluster");
    }

    @Test
    void kubeletsMayBeThreeMinorVersionsBehind() {
        assertThat(VersionSkew.tooOld(V1_35, Map.of("a", "v1.32.0", "b", "v1.35.4", "c", "")))
                .isEmpty();
    }

    @Test
    void allThatAreFartherBehindAreNamedAtOnce() {
        var kubelets =
                new TreeMap<>(Map.of("b", "v1.31.2", "a", "v1.31.2", "c", "v1.30.9-eks-1-30"));
        kubelets.put("d", "v1.34.4");

        assertThat(VersionSkew.tooOld(V1_35, kubelets))
                .containsExactly(
                        "node c with kubelet v1.30.9: v1.35.4 works with kubelets of v1.32 and"
                                + " later; upgrade or remove them first",
                        "nodes a, b with kubelet v1.31.2: v1.35.4 works with kubelets of v1.32 and"
                                + " later; upgrade or remove them first");
    }

    @Test
    void ofManyTheFirstAreNamed() {
        var kubelets = new TreeMap<String, String>();
        IntStream.range(0, 8).forEach(node -> kubelets.put("n" + node, "v1.31.2"));

        assertThat(VersionSkew.tooOld(V1_35, kubelets).getFirst())
                .startsWith("nodes n0, n1, n2, n3, n4 and 3 more with kubelet v1.31.2: ");
    }
}
