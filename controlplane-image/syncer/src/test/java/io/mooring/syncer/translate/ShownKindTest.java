package io.mooring.syncer.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShownKindTest {
    @ParameterizedTest
    @ValueSource(strings = {"vc", "of-another"})
    void copiesWithoutANamespaceAreShownToNoTenant(String cluster) {
        var shown = ShownKind.whole(ResourceKind.STORAGE_CLASS, Map.of());
        var names = new HostNames(cluster, "host-ns");
        var of = ObjectRef.cluster(ResourceKind.STORAGE_CLASS, names.clusterWide("fast"));
        var copy = KubeObject.of(of, Map.of("metadata", Map.of("labels", Marks.labels(names, ""))));

        assertThat(shown.names(copy)).isEmpty();
        assertThat(shown.names(copy.with(Map.of(), "metadata", "labels"))).hasSize(1);
    }
}
