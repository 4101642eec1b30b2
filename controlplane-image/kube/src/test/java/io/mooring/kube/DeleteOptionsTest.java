package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeleteOptionsTest {

    @Test
    void nothingIsAskedForUnlessItIsSaid() {
        assertThat(DeleteOptions.defaults().body())
                .isEqualTo(Map.of("apiVersion", "v1", "kind", "DeleteOptions"));
    }

    @Test
    void anObjectIsDeletedAsItWasReadOnly() {
        var read =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.LEASE, "kube-system", "one"),
                        Map.of("metadata", Map.of("resourceVersion", "42")));

        assertThat(DeleteOptions.defaults().unchangedSince(read).grace(3).body())
                .containsEntry("preconditions", Map.of("resourceVersion", "42"))
                .containsEntry("gracePeriodSeconds", 3);
    }

    @Test
    void anotherObjectOfTheSameNameIsNotDeleted() {
        var read =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.LEASE, "kube-system", "one"),
                        Map.of("metadata", Map.of("uid", "u1", "resourceVersion", "42")));

        assertThat(DeleteOptions.defaults().grace(3).same(read).body())
                .containsEntry("preconditions", Map.of("uid", "u1"));
        assertThat(DeleteOptions.defaults().same(read).unchangedSince(read).body())
                .containsEntry("preconditions", Map.of("uid", "u1", "resourceVersion", "42"));
    }
}
