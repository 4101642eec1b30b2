package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.HostFailure;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is applied when; that the store grows by it is for the tests of the server and the host.
final class GrowthTest {

    private static final String SET = "statefulsets/shop";

    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private String store = "etcd: {embedded: {enabled: true}}";

    @Test
    void theOneReplicaIsMadeTheFirstOfSeveralBeforeThereAreOthers() {
        has(1, 1);
        api.with("secrets/shop-shared", "{\"data\": {\"store-formed\": \"dHJ1ZQ==\"}}");

        before(3);

        assertThat(api.changes()).containsExactly("PATCH secrets/shop-shared", "PATCH " + SET);
        assertThat(api.object("secrets/shop-shared").text("data", "store-begins-with"))
                .as("should it never have come up, it begins the data store alone: shop-0")
                .contains("c2hvcC0w");
        assertThat(api.object(SET).text("spec", "replicas")).contains("1");
        assertThat(api.object(SET).annotations()).containsEntry(Growth.MARK, "true");
        assertThat(api.object(SET).json()).contains("--member=shop-2=");
    }

    @Test
    void whoeverWasInterruptedGoesOnAndDoesNotWaitForEver() {
        has(3, 1);
        api.with(SET, api.object(SET).with("true", "metadata", "annotations", Growth.MARK).json());
        api.with("secrets/shop-shared", "{}");

        assertThatThrownBy(() -> before(3))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageStartingWith(
                        "giving control plane shop 3 replicas: its first one, pod shop-0, has not opened its data store to others in time; run again to go on");
        assertThat(api.object(SET).text("spec", "replicas")).contains("1");
    }

    @Test
    void oneOfSeveralThatSomebodyScaledDownIsNoneThatGrows() {
        has(3, 1);

        before(3);

        assertThat(api.changes()).isEmpty();
    }

    @Test
    void whatIsNewOrStaysOneDoesNotGrow() {
        before(3);
        has(1, 1);
        before(1);

        assertThat(api.changes()).isEmpty();
    }

    @Test
    void aStoreWithoutMembersHasNothingToWaitFor() {
        has(1, 1);
        store = "etcd: {external: {enabled: true, endpoint: 'https://etcd.example:2379'}}";

        before(3);

        assertThat(api.changes()).isEmpty();
    }

    /// A StatefulSet for so many replicas, and how many it is told to have now.
    private void has(int made, int now) {
        api.with(SET, set(made).with(now, "spec", "replicas").json());
    }

    private void before(int replicas) {
        var none = new GivenPatience(Duration.ofMillis(-1));
        new Growth(api.place().client(), scope(replicas), none).before(set(replicas));
    }

    private KubeObject set(int replicas) {
        return HostObjects.after(scope(replicas), "10.1.2.3:443").getLast();
    }

    private Scope scope(int replicas) {
        String yaml =
                """
                controlPlane:
                  backingStore: {%s}
                  statefulSet: {highAvailability: {replicas: %d}}
                """;
        return new Scope(
                "shop",
                "tenants",
                "anchor",
                ConfigLoader.load(yaml.formatted(store, replicas)).config());
    }
}
