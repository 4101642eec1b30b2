package io.mooring.syncer.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tables are the specification of every translation: the files beside this one's resources,
/// read by [Table].
final class TablesTest {
    private static final List<String> TABLES =
            List.of(
                    "metadata",
                    "pods",
                    "pod-volumes",
                    "pod-network",
                    "pod-placement",
                    "pod-security",
                    "attacks",
                    "pod-status",
                    "services",
                    "endpoints",
                    "data",
                    "claims",
                    "resource-claims",
                    "ingresses",
                    "gateways",
                    "routes",
                    "policies",
                    "service-accounts",
                    "priority-classes",
                    "storage-classes",
                    "volumes",
                    "patches");

    @TestFactory
    Stream<DynamicContainer> everyRowHolds() throws IOException {
        var containers = Stream.<DynamicContainer>builder();
        for (var name : TABLES) {
            var rows = Table.read(name);
            assertThat(rows).as(name).isNotEmpty();
            containers.add(
                    DynamicContainer.dynamicContainer(
                            name,
                            rows.stream()
                                    .map(row ->
                                            DynamicTest.dynamicTest(
                                                    row.title(), () -> check(row)))));
        }
        return containers.build();
    }

    private static void check(Table.Row row) {
        var translator = translator(row);
        var given = row.tenant();
        var before = given.json();
        if (row.says("told")) {
            var told = translator.toTenant(given, row.object("from"));
            assertThat(told.fields()).isEqualTo(row.like("told", given).fields());
            assertThat(translator.toTenant(told, row.object("from"))).isEqualTo(told);
            assertThat(translator.untold(given, row.object("from"))).isEqualTo(row.texts("untold"));
            return;
        }
        var translation = translator.toHost(given, row.view());
        assertThat(given.json()).as("the tenant's object is left alone").isEqualTo(before);
        switch (translation) {
            case Translation.Refused(List<String> reasons) ->
                    assertThat(reasons).isEqualTo(row.texts("refused"));
            case Translation.Unpatched(String reason) ->
                    assertThat(List.of(reason)).isEqualTo(row.texts("unpatched"));
            case Translation.Waiting(String reason) ->
                    assertThat(List.of(reason)).isEqualTo(row.texts("waiting"));
            case Translation.NotNeeded() ->
                    assertThat(row.says("notNeeded")).as("no object is needed").isTrue();
            case Translation.Synced(KubeObject host, List<String> notes) -> {
                assertThat(notes).isEqualTo(row.texts("notes"));
                assertThat(referredTo(translator, host)).isEqualTo(referenced(translator, given));
                if (row.says("kept")) {
                    var kept = translator.keeping(host, row.object("existing"));
                    assertThat(kept.fields()).isEqualTo(row.like("kept", host).fields());
                } else {
                    assertThat(host.fields()).isEqualTo(row.host().fields());
                }
            }
        }
    }

    /// What the copy refers to are the copies of what the original refers to, all of them.
    private static Set<String> referenced(Translator translator, KubeObject tenant) {
        var copies = new Copies(Table.settings(Map.of()));
        return references(translator, tenant).stream()
                .map(ref -> ref.kind() + " " + copies.name(ref.namespace(), ref.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> referredTo(Translator translator, KubeObject host) {
        return references(translator, host).stream()
                .filter(ref -> !ref.name().startsWith("mooring-token-"))
                .map(ref -> ref.kind() + " " + ref.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<TenantRef> references(Translator translator, KubeObject object) {
        return translator.kind().apiVersion().startsWith(GatewayApi.GROUP)
                        || !translator.kind().namespaced()
                ? translator.references(object)
                : References.of(translator.kind(), object);
    }

    private static Translator translator(Table.Row row) {
        var version = row.tenant().apiVersion();
        if (version.startsWith(GatewayApi.GROUP)) {
            var name = row.tenant().kind();
            var plural =
                    name.equals("BackendTLSPolicy")
                            ? "backendtlspolicies"
                            : name.toLowerCase(Locale.ROOT) + "s";
            return GatewayApi.translator(
                    ResourceKind.inNamespace(version, name, plural), row.settings());
        }
        var kind = row.tenant().apiVersion() + "/" + row.tenant().kind();
        return Translators.all(row.settings()).stream()
                .filter(t -> kind.equals(t.kind().apiVersion() + "/" + t.kind().kind()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no translator of " + kind));
    }

    @TestFactory
    Stream<DynamicTest> fieldsThatNobodyKnowsSurvive() {
        return Translators.all(Table.settings(Map.of())).stream()
                // of which nobody knows whether it is a source of volumes
                .filter(translator -> !translator.kind().equals(ResourceKind.PERSISTENT_VOLUME))
                .map(translator ->
                        DynamicTest.dynamicTest(
                                translator.kind().kind(), () -> survives(translator)));
    }

    private static void survives(Translator translator) {
        var labels = Map.of("kubernetes.io/service-name", "web");
        var kind = translator.kind();
        var namespace = kind.namespaced() ? "default" : "";
        var metadata = Map.of("name", "web", "namespace", namespace, "uid", "u1", "labels", labels);
        var future = Map.of("futureList", List.of(Map.of("a", 1)), "futureText", "x");
        var tenant =
                new KubeObject(
                        Map.of(
                                "apiVersion", kind.apiVersion(),
                                "kind", kind.kind(),
                                "metadata", metadata,
                                "spec", future,
                                "futureTop", future));
        var view = Table.view(Map.of("services", List.of(Map.of("metadata", metadata))));

        var host = ((Translation.Synced) translator.toHost(tenant, view)).host();

        assertThat(host.at("futureTop")).contains(future);
        assertThat(host.map("spec")).containsAllEntriesOf(future);
    }
}
