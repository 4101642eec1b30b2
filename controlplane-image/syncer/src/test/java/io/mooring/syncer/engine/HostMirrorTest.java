package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FieldPath;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Patches;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HostMirrorTest {
    private static final ResourceKind CLASS = ResourceKind.STORAGE_CLASS;

    private final Deque<ApiFailure> failures = new ArrayDeque<>();
    private final FakeApi tenant = new FakeApi("seen", failing(), _ -> true, () -> Instant.EPOCH);
    private final FakeApi host = new FakeApi("host", failing(), _ -> false, () -> Instant.EPOCH);
    private final List<String> told = new ArrayList<>();
    private Optional<String> held = Optional.empty();
    private int offered;

    /// The next calls of the mirror fail as the test says.
    private FakeApi.Faults failing() {
        return new FakeApi.Faults() {
            @Override
            public void before(String call) {
                var failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
            }

            @Override
            public void after(String call) {}
        };
    }

    @Test
    void aTenantSeesWhatIsChosenAndNothingOfTheProductsOwn() {
        make(host, CLASS, "", "fast", Map.of("team", "a", "mooring.io/cluster", "x"), "1");
        make(host, CLASS, "", "slow", Map.of("team", "b"), "2");
        var mirror = classes(Map.of("matchLabels", Map.of("team", "a")));
        settle(mirror);

        assertThat(names(CLASS)).containsExactly("fast");
        assertThat(seen("fast").labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "a", Marks.FROM_HOST, "true"));
        assertThat(seen("fast").text("provisioner")).contains("1");
        assertThat(mirror.has(new Name("", "fast"))).isTrue();
        assertThat(mirror.has(new Name("", "slow"))).isFalse();

        int before = offered;
        change(host, CLASS, "", "slow", "team", "a");
        settle(mirror);
        assertThat(names(CLASS)).containsExactly("fast", "slow");
        assertThat(offered).isGreaterThan(before);

        host.delete(CLASS, found(host, "fast"), OptionalLong.empty());
        settle(mirror);
        assertThat(names(CLASS)).containsExactly("slow");
    }

    @Test
    void whatATenantChangesIsPutBack() {
        make(host, CLASS, "", "fast", Map.of("team", "a"), "1");
        var mirror = classes(Map.of());
        settle(mirror);
        var shown = seen("fast");

        tenant.update(CLASS, shown.with("2", "provisioner"));
        settle(mirror);
        assertThat(seen("fast").text("provisioner")).contains("1");

        tenant.update(CLASS, seen("fast").with(true, "allowVolumeExpansion"));
        settle(mirror);
        assertThat(seen("fast").at("allowVolumeExpansion")).isEmpty();

        tenant.update(CLASS, seen("fast").with(Map.of("mine", "1"), "metadata", "labels"));
        settle(mirror);
        assertThat(seen("fast").labels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("mine", "1", "team", "a", Marks.FROM_HOST, "true"));

        tenant.delete(CLASS, seen("fast"), OptionalLong.empty());
        settle(mirror);
        assertThat(seen("fast").text("provisioner")).contains("1");
    }

    @Test
    void aNewBeginningWritesNothing() {
        make(host, CLASS, "", "fast", Map.of("team", "a"), "1");
        settle(classes(Map.of()));
        tenant.dropWatches();
        host.dropWatches();
        long writes = tenant.writes();

        settle(classes(Map.of()));

        assertThat(tenant.writes()).isEqualTo(writes);
    }

    @Test
    void whatIsNotChosenAnyMoreGoesWithTheNextStart() {
        make(host, CLASS, "", "fast", Map.of("team", "a"), "1");
        settle(classes(Map.of()));
        tenant.dropWatches();
        host.dropWatches();

        settle(classes(Map.of("matchLabels", Map.of("team", "b"))));

        assertThat(names(CLASS)).isEmpty();
    }

    @Test
    void anObjectOfTheTenantsOwnIsLeftAloneAndTheTenantToldOnce() {
        make(tenant, CLASS, "", "fast", Map.of(), "mine");
        make(host, CLASS, "", "fast", Map.of(), "1");
        var mirror = classes(Map.of());
        settle(mirror);
        change(host, CLASS, "", "fast", "x", "y");
        settle(mirror);

        assertThat(seen("fast").text("provisioner")).contains("mine");
        assertThat(told)
                .containsExactly(
                        "fast: the host cluster has a StorageClass to be seen by this name; it is"
                                + " not, because this one is there");

        tenant.delete(CLASS, seen("fast"), OptionalLong.empty());
        settle(mirror);
        assertThat(seen("fast").text("provisioner")).contains("1");
    }

    @Test
    void whatCannotBeChangedIsMadeAnew() {
        make(host, CLASS, "", "fast", Map.of(), "1");
        var mirror = classes(Map.of());
        settle(mirror);
        var uid = seen("fast").uid();

        host.update(CLASS, found(host, "fast").with("2", "provisioner"));
        failures.add(new ApiFailure.Rejected("immutable", null));
        settle(mirror);

        assertThat(seen("fast").uid()).isNotEqualTo(uid);
        assertThat(seen("fast").text("provisioner")).contains("2");
    }

    @Test
    void aDefinitionThatCannotBeChangedStaysAndIsTriedAgain() {
        var kind = ResourceKind.CUSTOM_RESOURCE_DEFINITION;
        make(host, kind, "", "widgets.example.com", Map.of(), "1");
        var mirror = mirror(definitions(List.of()));
        settle(mirror);
        var uid = tenant.find(kind, "", "widgets.example.com").orElseThrow().uid();

        change(host, kind, "", "widgets.example.com", "a", "b");
        failures.add(new ApiFailure.Rejected("it stores another version", null));
        settle(mirror);

        var now = tenant.find(kind, "", "widgets.example.com").orElseThrow();
        assertThat(now.uid()).isEqualTo(uid);
        assertThat(now.labels()).containsEntry("a", "b");
    }

    @Test
    void aDefinitionThatTheTenantsOwnObjectsHangOnStaysWhateverTheHostDoes() {
        var kind = ResourceKind.CUSTOM_RESOURCE_DEFINITION;
        for (var name : List.of("widgets.example.com", "gadgets.example.com")) {
            make(host, kind, "", name, Map.of(), "1");
        }
        settle(mirror(definitions(List.of("gadgets.example.com"))));
        var uid = tenant.find(kind, "", "gadgets.example.com").orElseThrow().uid();
        tenant.dropWatches();
        host.dropWatches();

        // they go over no more, but are there
        var mirror = mirror(definitions(List.of()));
        settle(mirror);
        host.all(kind).forEach(object -> host.delete(kind, object, OptionalLong.empty()));
        settle(mirror);

        assertThat(names(kind)).containsExactly("gadgets.example.com");
        assertThat(tenant.find(kind, "", "gadgets.example.com").orElseThrow().uid()).isEqualTo(uid);
    }

    @Test
    void aDefinitionWhoseMarkIsTakenAwayStaysWhileItsObjectsGoOver() {
        var kind = ResourceKind.CUSTOM_RESOURCE_DEFINITION;
        make(host, kind, "", "gadgets.example.com", Map.of(), "1");
        var mirror = mirror(definitions(List.of("gadgets.example.com")));
        settle(mirror);

        var seen = tenant.find(kind, "", "gadgets.example.com").orElseThrow();
        tenant.update(kind, seen.with(Map.of(), "metadata", "annotations"));
        host.all(kind).forEach(object -> host.delete(kind, object, OptionalLong.empty()));
        settle(mirror);

        assertThat(names(kind)).containsExactly("gadgets.example.com");
    }

    @Test
    void aDefinitionThatTheHostHasNoMoreStaysForAsLongAsTheTenantHasObjectsOfItsOwn() {
        var kind = ResourceKind.CUSTOM_RESOURCE_DEFINITION;
        make(host, kind, "", "widgets.example.com", Map.of(), "1");
        var mirror = mirror(definitions(List.of()));
        settle(mirror);
        held = Optional.of("it stays");

        host.all(kind).forEach(object -> host.delete(kind, object, OptionalLong.empty()));
        for (int i = 0; i < 10; i++) {
            deliver();
            mirror.step();
        }
        assertThat(names(kind)).containsExactly("widgets.example.com");
        assertThat(told).containsExactly("widgets.example.com: it stays");

        held = Optional.empty();
        settle(mirror);
        assertThat(names(kind)).isEmpty();
    }

    /// Of gadgets and widgets, which the tenant sees.
    private static ShownKind definitions(List<String> goingOver) {
        var customs =
                Stream.of("gadgets.example.com", "widgets.example.com")
                        .map(name -> new ShownCustom(name, "", List.of(Place.everything())))
                        .toList();
        return new FromHost(List.of(), customs, Optional.empty(), goingOver).all().getFirst();
    }

    @Test
    void prioritiesOfTheSystemAreEveryClustersOwn() {
        make(host, ResourceKind.PRIORITY_CLASS, "", "system-node-critical", Map.of(), "1");
        make(host, ResourceKind.PRIORITY_CLASS, "", "high", Map.of(), "1");
        settle(mirror(ShownKind.whole(ResourceKind.PRIORITY_CLASS, Map.of())));

        assertThat(names(ResourceKind.PRIORITY_CLASS)).containsExactly("high");
    }

    @Test
    void objectsOfANamespaceAreSeenWhereTheyAreMappedTo() {
        make(host, ResourceKind.SECRET, "infra", "ca", Map.of(), "1");
        make(host, ResourceKind.SECRET, "infra", "other", Map.of(), "1");
        make(host, ResourceKind.SECRET, "shared", "a", Map.of(), "1");
        make(host, ResourceKind.SECRET, "shared", "b", Map.of(Marks.CLUSTER, "vc"), "1");
        make(host, ResourceKind.SECRET, "shared", "kube-root-ca.crt", Map.of(), "1");
        host.create(
                ResourceKind.SECRET,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SECRET, "shared", "token"),
                        Map.of("type", "kubernetes.io/service-account-token")));
        var places =
                List.of(
                        new Place("infra", "ca", "trust", "bundle"),
                        new Place("shared", "", "all", ""));
        settle(mirror(new ShownKind(ResourceKind.SECRET, Map.of(), places, false)));

        assertThat(names(ResourceKind.SECRET)).containsExactly("all/a", "trust/bundle");
    }

    @Test
    void whoseANameIsIsKnownByWhatTheTenantHasThere() {
        make(host, ResourceKind.SECRET, "infra", "ca", Map.of(), "1");
        make(host, ResourceKind.SECRET, "infra", "copy", Map.of(Marks.CLUSTER, "other"), "1");
        make(tenant, ResourceKind.SECRET, "trust", "own", Map.of(), "mine");
        make(host, ResourceKind.SECRET, "infra", "own", Map.of(), "1");
        var place = new Place("infra", "", "trust", "");
        var mirror = mirror(new ShownKind(ResourceKind.SECRET, Map.of(), List.of(place), false));
        settle(mirror);

        assertThat(mirror.origin(new Name("trust", "ca"))).contains(new Name("infra", "ca"));
        assertThat(mirror.origin(new Name("trust", "own"))).isEmpty();
        assertThat(mirror.origin(new Name("trust", "copy"))).isEmpty();
        assertThat(mirror.origin(new Name("trust", "none"))).isEmpty();

        int before = offered;
        var own = tenant.find(ResourceKind.SECRET, "trust", "own").orElseThrow();
        tenant.delete(ResourceKind.SECRET, own, OptionalLong.empty());
        settle(mirror);
        assertThat(mirror.origin(new Name("trust", "own"))).contains(new Name("infra", "own"));
        assertThat(offered).isGreaterThan(before);
    }

    @Test
    void aNamespaceThatIsMissingIsMade() {
        make(host, ResourceKind.CONFIG_MAP, "infra", "ca", Map.of(), "1");
        failures.add(new ApiFailure.Gone("no namespace", null));
        var place = new Place("infra", "ca", "trust", "");
        var mirror =
                mirror(new ShownKind(ResourceKind.CONFIG_MAP, Map.of(), List.of(place), false));
        settle(mirror);

        assertThat(tenant.find(ResourceKind.NAMESPACE, "", "trust")).isPresent();
        assertThat(names(ResourceKind.CONFIG_MAP)).containsExactly("trust/ca");
    }

    @Test
    void aStatusFollowsByItself() {
        var kind = ResourceKind.cluster("example.com/v1", "Widget", "widgets");
        make(host, kind, "", "w", Map.of(), "1");
        var shown = new ShownKind(kind, Map.of(), List.of(Place.everything()), true);
        var mirror = mirror(shown);
        settle(mirror);
        host.updateStatus(
                kind, host.find(kind, "", "w").orElseThrow().with(Map.of("ready", true), "status"));
        settle(mirror);

        assertThat(tenant.find(kind, "", "w").orElseThrow().map("status"))
                .isEqualTo(Map.of("ready", true));
    }

    @Test
    void whatAPatchMakesNoSenseOfStaysAsItWasAndFollowsWhenItDoes() {
        make(host, CLASS, "", "fast", Map.of(), "1");
        make(host, CLASS, "", "slow", Map.of(), "1");
        Patch.Change change =
                (value, _) -> {
                    if (value.equals(Optional.of("2"))) {
                        throw new IllegalArgumentException("2 is no good");
                    }
                    return value;
                };
        var patch =
                new Patch(
                        FieldPath.parse("provisioner"),
                        new Patch.Expressed(Optional.of(change), Optional.empty()));
        var mirror =
                mirror(
                        ShownKind.whole(CLASS, Map.of())
                                .patched(new Patches("vc", "host-ns", List.of(patch))));
        settle(mirror);

        host.update(CLASS, found(host, "fast").with("2", "provisioner"));
        host.update(CLASS, found(host, "slow").with("3", "provisioner"));
        deliver();
        while (seen("slow").text("provisioner").equals(Optional.of("1"))) {
            assertThat(mirror.step()).isTrue();
            deliver();
        }
        assertThat(seen("fast").text("provisioner")).contains("1");

        host.update(CLASS, found(host, "fast").with("4", "provisioner"));
        settle(mirror);
        assertThat(seen("fast").text("provisioner")).contains("4");
    }

    private HostMirror classes(Map<String, Object> selector) {
        return mirror(ShownKind.whole(CLASS, selector));
    }

    private HostMirror mirror(ShownKind kind) {
        var mirror =
                new HostMirror(
                        kind,
                        tenant.syncers(),
                        host.syncers(),
                        (object, message) -> told.add(object.name() + ": " + message),
                        () -> offered++,
                        () -> {},
                        _ -> held,
                        this::later,
                        new SplittableRandom(1));
        mirror.start();
        return mirror;
    }

    private long nanos;

    /// A minute after the last time anybody asked, so that nothing waits.
    private long later() {
        nanos += 60_000_000_000L;
        return nanos;
    }

    private void settle(HostMirror mirror) {
        boolean more = true;
        while (more) {
            more = deliver();
            more |= mirror.step();
        }
    }

    /// @return whether there was something
    private boolean deliver() {
        boolean more = false;
        var watches = new ArrayList<>(tenant.watches());
        watches.addAll(host.watches());
        for (var watch : watches) {
            while (watch.hasNews()) {
                watch.deliver();
                more = true;
            }
        }
        return more;
    }

    private static void make(
            FakeApi api,
            ResourceKind kind,
            String namespace,
            String name,
            Map<String, String> labels,
            String provisioner) {
        api.create(
                kind,
                KubeObject.of(
                        new ObjectRef(kind, namespace, name),
                        Map.of("metadata", Map.of("labels", labels), "provisioner", provisioner)));
    }

    private static void change(
            FakeApi api,
            ResourceKind kind,
            String namespace,
            String name,
            String label,
            String value) {
        var object = api.find(kind, namespace, name).orElseThrow();
        api.update(kind, object.with(value, "metadata", "labels", label));
    }

    private static KubeObject found(FakeApi api, String name) {
        return api.find(CLASS, "", name).orElseThrow();
    }

    private KubeObject seen(String name) {
        return found(tenant, name);
    }

    private TreeSet<String> names(ResourceKind kind) {
        var names = new TreeSet<String>();
        tenant.all(kind)
                .forEach(object ->
                        names.add(
                                object.namespace().isEmpty()
                                        ? object.name()
                                        : object.namespace() + "/" + object.name()));
        return names;
    }
}
