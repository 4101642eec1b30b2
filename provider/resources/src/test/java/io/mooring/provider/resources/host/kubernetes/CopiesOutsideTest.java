package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeClient;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CopiesOutsideTest {

    private static final String ON = "sync: {toHost: {priorityClasses: {enabled: true}}}";

    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private final KubeClient host = api.place().client();

    @BeforeEach
    void start() {
        api.with("configmaps/shop", "{\"data\": {\"owner\": \"me\"}}");
    }

    @Test
    void itsKindsAreNotedBeforeThereAreSuchCopiesAndUntilTheClusterGoes() {
        CopiesOutside.note(host, scope("{}"));
        assertThat(api.changes()).isEmpty();

        CopiesOutside.note(host, scope(ON));
        CopiesOutside.note(host, scope(ON));
        CopiesOutside.note(host, scope("{}"));

        assertThat(api.changes()).containsExactly("PATCH configmaps/shop");
        assertThat(CopiesOutside.noted(Optional.of(api.object("configmaps/shop"))))
                .containsExactly("priorityclasses");
    }

    @Test
    void noneIsNotedForNodesOfItsOwn() {
        CopiesOutside.note(host, scope("privateNodes: {enabled: true}"));

        assertThat(api.changes()).isEmpty();
    }

    @Test
    void copiesOfThisClusterAloneAreRemoved() {
        CopiesOutside.note(host, scope(ON));
        copy("priorityclasses/ours", "shop", "tenants");
        copy("priorityclasses/of-another", "store", "tenants");
        copy("priorityclasses/of-another-place", "shop", "elsewhere");
        api.with("priorityclasses/of-the-host", "{}");
        copy("storageclasses/not-noted", "shop", "tenants");

        var anchor = host.find(Anchor.ref("tenants", "shop"));
        CopiesOutside.remove(host, "tenants", "shop", anchor);

        assertThat(api.changes())
                .containsExactly("PATCH configmaps/shop", "DELETE priorityclasses/ours");
    }

    @Test
    void withoutAnAnchorCopiesOfEveryKindAreRemoved() {
        copy("priorityclasses/ours", "shop", "tenants");
        copy("storageclasses/ours", "shop", "tenants");
        copy("storageclasses/of-another", "store", "tenants");

        CopiesOutside.remove(host, "tenants", "shop", Optional.empty());

        assertThat(api.changes())
                .containsExactlyInAnyOrder(
                        "DELETE priorityclasses/ours", "DELETE storageclasses/ours");
    }

    private void copy(String path, String cluster, String namespace) {
        api.with(
                path,
                """
                {"metadata": {"labels": {"mooring.io/managed-by": "%s", "mooring.io/host-namespace": "%s"}}}
                """
                        .formatted(cluster, namespace));
    }

    private static Scope scope(String yaml) {
        return new Scope("shop", "tenants", "anchor", ConfigLoader.load(yaml).config());
    }
}
