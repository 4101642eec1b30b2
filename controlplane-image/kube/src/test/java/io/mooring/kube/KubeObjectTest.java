package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KubeObjectTest {
    private static final KubeObject POD =
            KubeObject.parse(
                    """
                    {"apiVersion":"v1","kind":"Pod",
                     "metadata":{"name":"p","namespace":"n","labels":{"a":"1"},"annotations":null},
                     "spec":{"containers":[{"name":"c"}],"priority":3}}
                    """);

    @Test
    void parts_are_found_by_path_and_missing_ones_are_empty() {
        assertThat(POD.text("spec", "priority")).contains("3");
        assertThat(POD.maps("spec", "containers")).containsExactly(Map.of("name", "c"));
        assertThat(POD.labels()).containsExactly(Map.entry("a", "1"));
        assertThat(POD.annotations()).isEmpty();
        assertThat(POD.at("spec", "priority", "deeper")).isEmpty();
        assertThat(POD.list("status", "conditions")).isEmpty();
    }

    @Test
    void a_copy_with_a_value_leaves_the_original_alone() {
        var changed = POD.with("True", "status", "phase");

        assertThat(changed.text("status", "phase")).contains("True");
        assertThat(POD.at("status")).isEmpty();
        assertThatThrownBy(() -> POD.map("spec").clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void name_and_namespace_come_from_the_reference_and_other_metadata_stays() {
        var object =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.POD, "n", "q"),
                        Map.of("metadata", Map.of("labels", Map.of("x", "y")), "spec", Map.of()));

        assertThat(object.json())
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"x\":\"y\"},"
                                + "\"name\":\"q\",\"namespace\":\"n\"},\"spec\":{}}");
    }

    @Test
    void text_that_is_not_json_is_refused_without_being_quoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubeObject.parse("{\"token\": hunter2}"))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2").hasNoCause());
    }

    @Test
    void references_need_a_namespace_exactly_where_the_kind_has_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectRef.cluster(ResourceKind.POD, "p"))
                .withMessage("Pod p needs a namespace");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectRef.of(ResourceKind.NODE, "n", "p"))
                .withMessage("Node p has no namespace");
        assertThat(ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, "kubeadm:get nodes").path())
                .isEqualTo("/apis/rbac.authorization.k8s.io/v1/clusterroles/kubeadm:get%20nodes");
    }

    @Test
    void lines_come_whole_however_the_bytes_are_cut() {
        var text = "{\"ä\":1}\n\n{\"b\":2}\n";
        long seed = 42;
        var random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            var lines = new ArrayList<String>();
            var splitter =
                    new LineSplitter(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
            var bytes = text.getBytes(StandardCharsets.UTF_8);

            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, random.nextInt(5));
                splitter.accept(ByteBuffer.wrap(bytes, at, length));
                at += length;
            }

            assertThat(lines)
                    .as("seed %d run %d", seed, run)
                    .isEqualTo(List.of("{\"ä\":1}", "{\"b\":2}"));
        }
    }
}
