package io.mooring.syncer.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
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
    void aCopyWithoutANamespaceTellsWhichNamespaceItsClusterIsIn() {
        var tenant =
                KubeObject.of(ObjectRef.cluster(ResourceKind.PRIORITY_CLASS, "high"), Map.of());
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", "mooring-high-x-host-ns-x-vc");
        metadata.put("labels", Marks.labels(NAMES, ""));
        metadata.put("annotations", Marks.annotations(tenant));
        var copy = tenant.with(metadata, "metadata");

        assertThat(Marks.origin(NAMES, copy)).contains(Marks.refOf(tenant));
        assertThat(Marks.origin(new HostNames("vc", "other"), copy)).isEmpty();
        var elsewhere = copy.with("other", "metadata", "labels", Marks.HOST_NAMESPACE);
        assertThat(Marks.origin(NAMES, elsewhere)).isEmpty();
        assertThat(Marks.origin(NAMES, copy.with("high", "metadata", "name"))).isEmpty();
        assertThat(Marks.origin(NAMES, copy.with("host-ns", "metadata", "namespace"))).isEmpty();
        var ofANamespace = copy.with("default", "metadata", "annotations", Marks.OBJECT_NAMESPACE);
        assertThat(Marks.origin(NAMES, ofANamespace)).isEmpty();
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
