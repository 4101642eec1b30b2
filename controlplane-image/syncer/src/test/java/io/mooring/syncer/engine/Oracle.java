package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import io.mooring.syncer.translate.PodLife;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.TenantView;
import io.mooring.syncer.translate.TokenWish;
import io.mooring.syncer.translate.Translation;
import io.mooring.syncer.translate.Translator;
import io.mooring.syncer.translate.Translators;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Says what must be when all is quiet, from the two API servers alone: every copy is what its
/// tenant's object becomes, every status is the copy's, and there is nothing else.
final class Oracle {
    private final FakeApi tenant;
    private final FakeApi host;
    private final List<String> told;
    private final Instant now;
    private final Set<TenantRef> needed = new HashSet<>();
    private int copies;

    Oracle(Simulation simulation) {
        tenant = simulation.tenant();
        host = simulation.host();
        told = simulation.told();
        now = simulation.now();
        for (var translator : Translators.all(Simulation.SETTINGS)) {
            tenant.all(translator.kind())
                    .forEach(object -> needed.addAll(translator.references(object)));
        }
    }

    /// @return how many copies there are
    int check(Map<FakeApi.Key, KubeObject> foreign) {
        for (var translator : Translators.all(Simulation.SETTINGS)) {
            tenant.all(translator.kind()).forEach(object -> tenants(translator, object));
        }
        host.everything().forEach((key, object) -> hosts(key, object, foreign));
        foreign.forEach((key, object) ->
                assertThat(host.everything().get(key)).as("an object of others").isEqualTo(object));
        return copies;
    }

    private void tenants(Translator translator, KubeObject object) {
        var name = Simulation.SETTINGS.names().copy(object.namespace(), object.name());
        var copy =
                host.find(translator.kind(), translator.kind().namespaced() ? "host-ns" : "", name);
        boolean ours =
                copy.flatMap(c -> Marks.origin(Simulation.SETTINGS.names(), c))
                        .filter(Marks.refOf(object)::equals)
                        .isPresent();
        switch (translation(translator, object)) {
            case Translation.Synced(KubeObject wanted, _) -> {
                if (copy.isPresent() && !ours) {
                    assertThat(told)
                            .as("%s is told of %s", object.json(), copy.get().json())
                            .anyMatch(text -> text.startsWith(object.name()));
                } else if (copy.isPresent()) {
                    equal(translator, object, wanted, copy.get());
                } else {
                    assertThat(translator.kind().equals(ResourceKind.POD) && PodLife.isOver(object))
                            .as("%s has a copy", object.json())
                            .isTrue();
                }
            }
            case Translation.Refused(_) -> {
                assertThat(ours).as("%s has no copy", object.json()).isFalse();
                assertThat(told)
                        .as("%s is told", object.json())
                        .anyMatch(text -> text.startsWith(object.name()));
            }
            case Translation.Unpatched(String reason) -> throw new AssertionError(reason);
            case Translation.NotNeeded() ->
                    assertThat(ours).as("%s has no copy", object.json()).isFalse();
            case Translation.Waiting(String reason) -> {
                // for a class that the tenant has not, or whose name another has in the host; or
                // for a claim or volume of its own
                assertThat(reason)
                        .containsAnyOf("no copy of that PriorityClass", "claim", "volume");
                assertThat(copy.isPresent() || PodLife.isOver(object) || isTold(object))
                        .as("%s is told", object.json())
                        .isTrue();
            }
        }
    }

    private boolean isTold(KubeObject object) {
        return told.stream().anyMatch(text -> text.startsWith(object.name()));
    }

    private void equal(
            Translator translator, KubeObject object, KubeObject wanted, KubeObject copy) {
        copies++;
        assertThat(copy.annotations()).containsEntry(Marks.OBJECT_UID, object.uid());
        var kept = translator.keeping(wanted, copy);
        assertThat(body(copy)).as("the copy of %s", object.json()).isEqualTo(body(kept));
        if (translator.kind().equals(ResourceKind.POD) && !PodLife.isOver(object)) {
            tokens(object);
        }
        assertThat(translator.extended(wanted, copy)).as("containers").isEqualTo(copy);
        assertThat(translator.resized(wanted, copy)).as("amounts").isEqualTo(copy);
        assertThat(copy.list("metadata", "ownerReferences"))
                .isEqualTo(wanted.list("metadata", "ownerReferences"));
        assertThat(ours(copy.labels())).isEqualTo(ours(wanted.labels()));
        assertThat(ours(copy.annotations())).isEqualTo(ours(wanted.annotations()));
        assertThat(translator.toTenant(object, copy))
                .as("what the tenant is told by %s", copy.json())
                .isEqualTo(object);
    }

    private void tokens(KubeObject pod) {
        var wishes = TokenWish.of(pod);
        if (!wishes.isEmpty()) {
            var secret = host.find(ResourceKind.SECRET, "host-ns", TokenWish.secretName(pod.uid()));
            assertThat(secret).as("tokens of %s", pod.json()).isPresent();
            assertThat(secret.get().map("data"))
                    .containsOnlyKeys(wishes.stream().map(TokenWish::key).toList());
            var renew = secret.get().annotations().get("mooring.io/renew-at");
            assertThat(Instant.parse(renew)).isAfter(now);
        }
    }

    private static Map<String, Object> body(KubeObject object) {
        var body = new LinkedHashMap<>(object.fields());
        body.remove("metadata");
        body.remove("status");
        return body;
    }

    /// But for the stamps, and for what others in the host have added.
    private static Map<String, String> ours(Map<String, String> all) {
        var ours = new LinkedHashMap<>(all);
        ours.keySet()
                .removeAll(
                        Set.of(
                                Stamps.GIVEN,
                                Stamps.WANTED,
                                "host-label",
                                "host.example.org/note",
                                "pv.kubernetes.io/bind-completed",
                                "added"));
        return new TreeMap<>(ours);
    }

    private void hosts(FakeApi.Key key, KubeObject object, Map<FakeApi.Key, KubeObject> foreign) {
        var origin = Marks.origin(Simulation.SETTINGS.names(), object);
        var holder = Actors.TOKENS.pod(object);
        if (holder.isPresent()) {
            var pod = tenant.find(ResourceKind.POD, holder.get().namespace(), holder.get().name());
            assertThat(pod.map(p -> TokenWish.secretName(p.uid())))
                    .as("whose tokens are these")
                    .contains(object.name());
        } else if (origin.isEmpty()) {
            assertThat(foreign).as("whose is %s", object.json()).containsKey(key);
        } else {
            var ref = origin.get();
            assertThat(tenant.find(key.kind(), ref.namespace(), ref.name()))
                    .as("the original of %s", object.json())
                    .isPresent();
        }
    }

    private Translation translation(Translator translator, KubeObject object) {
        boolean data =
                translator.kind().equals(ResourceKind.CONFIG_MAP)
                        || translator.kind().equals(ResourceKind.SECRET);
        return data && !needed.contains(Marks.refOf(object))
                ? new Translation.NotNeeded()
                : translator.toHost(object, view());
    }

    private TenantView view() {
        return new TenantView() {
            @Override
            public boolean offers(ResourceKind kind, String name) {
                return true;
            }

            @Override
            public boolean isOfferKnown(ResourceKind kind) {
                return true;
            }

            @Override
            public boolean isInHost(ResourceKind kind, String name) {
                return host.find(kind, kind.namespaced() ? "host-ns" : "", name).isPresent();
            }

            @Override
            public Collection<KubeObject> tenants(ResourceKind kind) {
                return tenant.all(kind);
            }

            @Override
            public Optional<KubeObject> tenant(ResourceKind kind, String namespace, String name) {
                return tenant.find(kind, namespace, name);
            }

            @Override
            public Collection<KubeObject> hosts(ResourceKind kind) {
                return host.all(kind);
            }

            @Override
            public Optional<Collection<KubeObject>> grants() {
                return Optional.of(List.of());
            }

            @Override
            public Optional<Name> origin(ResourceKind kind, Name seen) {
                return Optional.empty();
            }

            @Override
            public List<KubeObject> services(String namespace) {
                return tenant.all(ResourceKind.SERVICE).stream()
                        .filter(service -> service.namespace().equals(namespace))
                        .toList();
            }

            @Override
            public Optional<KubeObject> service(String namespace, String name) {
                return tenant.find(ResourceKind.SERVICE, namespace, name);
            }

            @Override
            public Map<String, Map<String, String>> namespaces() {
                var labels = new LinkedHashMap<String, Map<String, String>>();
                tenant.all(ResourceKind.NAMESPACE).forEach(n -> labels.put(n.name(), n.labels()));
                return labels;
            }

            @Override
            public Optional<String> dnsAddress() {
                return host.find(
                                ResourceKind.SERVICE,
                                "host-ns",
                                Simulation.SETTINGS.names().namespaced("kube-system", "kube-dns"))
                        .flatMap(service -> service.text("spec", "clusterIP"));
            }
        };
    }
}
