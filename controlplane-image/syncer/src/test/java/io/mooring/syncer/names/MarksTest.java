package io.mooring.syncer.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarksTest {
    private static final HostNames NAMES = new HostNames("vc", "host-ns");
    private static final KubeObject TENANT =
            KubeObject.parse(
                    """
                    {"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"name": "web", "namespace": "default", "uid": "u1"}}
                    """);

    @Test
    void aCopyTellsItsOrigin() {
        assertThat(Marks.origin(NAMES, copy("web-x-default-x-vc", "host-ns")))
                .contains(new TenantRef("v1/Pod", "default", "web"))
                .contains(Marks.refOf(TENANT));
    }

    @Test
    void aCopyStaysOneWhenItsKindIsReadInAnotherVersion() {
        var copy = copy("web-x-default-x-vc", "host-ns").with("Widget", "kind");
        var marked =
                copy.with("example.com/v1/Widget", "metadata", "annotations", Marks.OBJECT_KIND);

        assertThat(Marks.origin(NAMES, marked.with("example.com/v2", "apiVersion")))
                .contains(new TenantRef("example.com/v2/Widget", "default", "web"));
        assertThat(Marks.origin(NAMES, marked.with("example.org/v1", "apiVersion"))).isEmpty();
        assertThat(Marks.origin(NAMES, marked.with("v1", "apiVersion"))).isEmpty();
    }

    @Test
    void whatOnlyLooksLikeACopyProvesNothing() {
        var copy = copy("web-x-default-x-vc", "host-ns");

        assertThat(Marks.origin(NAMES, copy("restored", "host-ns"))).isEmpty();
        assertThat(Marks.origin(NAMES, copy("web-x-default-x-vc", "elsewhere"))).isEmpty();
        assertThat(Marks.origin(new HostNames("other", "host-ns"), copy)).isEmpty();
        assertThat(Marks.origin(NAMES, copy.with("Service", "kind"))).isEmpty();
        assertThat(Marks.origin(NAMES, copy.with(Map.of(), "metadata", "labels"))).isEmpty();
        assertThat(Marks.origin(NAMES, copy.with(Map.of(), "metadata", "annotations"))).isEmpty();
        assertThat(
                        Marks.origin(
                                NAMES,
                                copy.with(
                                        "../x",
                                        "metadata",
                                        "annotations",
                                        "mooring.io/object-name")))
                .isEmpty();
    }

    private static KubeObject copy(String name, String namespace) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("labels", Marks.labels(NAMES, "default"));
        metadata.put("annotations", Marks.annotations(TENANT));
        return new KubeObject(Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata));
    }
}
