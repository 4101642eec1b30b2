package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.TokenReviewResult;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FieldPath;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownNodes;
import io.mooring.syncer.translate.ShownServices;
import io.mooring.syncer.translate.SyncedCustom;
import io.mooring.syncer.translate.TokenWish;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
final class SyncerOnRealApisTest {
    private static final List<ResourceKind> KINDS =
            List.of(
                    ResourceKind.POD,
                    ResourceKind.SERVICE,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET,
                    ResourceKind.PERSISTENT_VOLUME_CLAIM,
                    ResourceKind.INGRESS,
                    ResourceKind.NETWORK_POLICY,
                    ResourceKind.POD_DISRUPTION_BUDGET,
                    ResourceKind.ENDPOINTS,
                    ResourceKind.ENDPOINT_SLICE);

    private static final ResourceKind DRIVER =
            ResourceKind.cluster("storage.k8s.io/v1", "CSIDriver", "csidrivers");

    private static final List<String> READABLE =
            List.of(
                    "storageclasses.storage.k8s.io",
                    "csidrivers.storage.k8s.io",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "widgets.example.com",
                    "configmaps.",
                    "nodes.");

    private static TwoClusters clusters;

    @BeforeAll
    static void start() throws Exception {
        clusters = new TwoClusters();
    }

    @AfterAll
    static void stop() throws Exception {
        if (clusters != null) {
            clusters.close();
        }
    }

    @Test
    void aPodLivesOnTheHostAndItsTenantSeesIt() {
        var pod = ObjectRef.of(ResourceKind.POD, "life", "web");
        namespace("life");
        data(ResourceKind.CONFIG_MAP, "life", "settings");
        data(ResourceKind.CONFIG_MAP, "life", "unused");
        data(ResourceKind.SECRET, "life", "key");
        clusters.createTenants(ResourceKind.POD, "life", "web", pod());

        var copy = clusters.awaitCopy(ResourceKind.POD, "life", "web");
        var dns = clusters.awaitCopy(ResourceKind.SERVICE, "kube-system", "kube-dns");
        assertThat(copy.text("spec", "serviceAccountName")).contains("vc-workload");
        assertThat(copy.list("spec", "dnsConfig", "nameservers"))
                .containsExactly(dns.text("spec", "clusterIP").orElseThrow());
        assertThat(clusters.awaitCopy(ResourceKind.CONFIG_MAP, "life", "settings").texts("data"))
                .containsExactly(Map.entry("a", "MQ=="));
        clusters.awaitCopy(ResourceKind.SECRET, "life", "key");
        tokenIsTheTenants(pod);
        sameAddress("kube-system", "kube-dns", dns);
        clusters.runCopy(copy, "Running");

        TwoClusters.await(
                "the tenant sees its pod run",
                () -> clusters.tenant.get(pod).text("status", "podIP").isPresent());
        var seen = clusters.tenant.get(pod);
        assertThat(seen.text("spec", "nodeName")).contains("node-1");
        assertThat(seen.text("status", "phase")).contains("Running");
        assertThat(clusters.host.find(copyOf(ResourceKind.CONFIG_MAP, "life", "unused"))).isEmpty();
        var node = ObjectRef.cluster(ResourceKind.NODE, "node-1");
        TwoClusters.await("a node", () -> clusters.tenant.find(node).isPresent());
        assertThat(clusters.tenant.get(node).labels()).containsEntry(StandIns.FAKE, "true");

        clusters.tenant.resize(PodRules.asking(seen, "70m"));
        TwoClusters.await(
                "the copy asks for as much",
                () ->
                        PodRules.asks(clusters.awaitCopy(ResourceKind.POD, "life", "web"))
                                .equals(Optional.of("70m")));

        clusters.tenant.mergePatch(
                ObjectRef.of(ResourceKind.CONFIG_MAP, "life", "settings"),
                "{\"data\":{\"a\":null,\"b\":\"Mg==\"}}");
        TwoClusters.await(
                "changed data",
                () ->
                        clusters.awaitCopy(ResourceKind.CONFIG_MAP, "life", "settings")
                                .texts("data")
                                .equals(Map.of("b", "Mg==")));

        clusters.tenant.delete(pod, DeleteOptions.defaults().grace(600));
        TwoClusters.await(
                "the copy ends with the pod's grace",
                () ->
                        clusters.awaitCopy(ResourceKind.POD, "life", "web")
                                .text("metadata", "deletionGracePeriodSeconds")
                                .equals(Optional.of("600")));
        assertThat(clusters.tenant.find(pod)).isPresent();
        clusters.endCopy(copyOf(ResourceKind.POD, "life", "web"));
        TwoClusters.await("the pod is gone", () -> clusters.tenant.find(pod).isEmpty());
        clusters.awaitNoCopy(ResourceKind.CONFIG_MAP, "life", "settings");
        clusters.awaitNoCopy(ResourceKind.SECRET, "life", "key");
        TwoClusters.await("the node went with it", () -> clusters.tenant.find(node).isEmpty());
        assertThat(clusters.tenant.find(ObjectRef.of(ResourceKind.SECRET, "life", "key")))
                .isPresent();
    }

    /// Admission gave the pod a volume with one.
    private static void tokenIsTheTenants(ObjectRef pod) {
        var name = TokenWish.secretName(clusters.tenant.get(pod).uid());
        var ref = ObjectRef.of(ResourceKind.SECRET, "host-ns", name);
        var secret = TwoClusters.awaited("the token", () -> clusters.host.find(ref));
        var token = Base64.getDecoder().decode(secret.texts("data").values().iterator().next());
        var review =
                clusters.tenant.reviewToken(
                        new Secret(new String(token, StandardCharsets.UTF_8)), List.of());

        assertThat(review)
                .isInstanceOfSatisfying(
                        TokenReviewResult.Authenticated.class,
                        who ->
                                assertThat(who.username())
                                        .isEqualTo("system:serviceaccount:life:default"));
    }

    @Test
    void copiesOfAllKindsAreWrittenOnceAndMendedWhenSomeoneChangesThem() {
        namespace("kinds");
        everyKind("kinds");
        for (var kind : KINDS) {
            clusters.awaitCopy(kind, "kinds", "web");
        }
        TwoClusters.await("nothing more to do", clusters.syncer()::isIdle);
        var before = versions("kinds");

        clusters.syncer().resync();
        TwoClusters.await("nothing more to do", clusters.syncer()::isIdle);

        assertThat(versions("kinds")).isEqualTo(before).hasSizeGreaterThanOrEqualTo(KINDS.size());
        var policy = copyOf(ResourceKind.NETWORK_POLICY, "kinds", "web");
        clusters.host.mergePatch(
                policy,
                "{\"spec\":{\"egress\":[{}],\"podSelector\":{\"matchLabels\":{\"x\":\"y\"}}}}");
        TwoClusters.await(
                "the policy is mended",
                () ->
                        clusters.host.get(policy).at("spec", "egress").isEmpty()
                                && clusters.host
                                        .get(policy)
                                        .map("spec", "podSelector", "matchLabels")
                                        .equals(
                                                Map.of(
                                                        Marks.CLUSTER,
                                                        "vc",
                                                        Marks.NAMESPACE,
                                                        "kinds")));
        var service = copyOf(ResourceKind.SERVICE, "kinds", "web");
        var uid = clusters.host.get(service).uid();
        clusters.host.delete(service);
        TwoClusters.await(
                "the service is made again",
                () -> clusters.host.find(service).filter(s -> !s.uid().equals(uid)).isPresent());
        clusters.host.mergePatchStatus(
                copyOf(ResourceKind.INGRESS, "kinds", "web"),
                Map.of(
                        "status",
                        Map.of(
                                "loadBalancer",
                                Map.of("ingress", List.of(Map.of("ip", "192.0.2.4"))))));
        TwoClusters.await(
                "the tenant sees its ingress",
                () ->
                        !clusters.tenant
                                .get(ObjectRef.of(ResourceKind.INGRESS, "kinds", "web"))
                                .list("status", "loadBalancer", "ingress")
                                .isEmpty());
    }

    @Test
    void whatATenantDeletesWhileNobodyLooksIsFoundAndANamespaceGoesWithAllOfItsCopies() {
        namespace("gone");
        everyKind("gone");
        for (var kind : KINDS) {
            clusters.awaitCopy(kind, "gone", "web");
        }
        clusters.runCopy(clusters.awaitCopy(ResourceKind.POD, "gone", "web"), "Running");
        var pod = ObjectRef.of(ResourceKind.POD, "gone", "web");
        TwoClusters.await(
                "the pod runs",
                () -> clusters.tenant.get(pod).text("spec", "nodeName").isPresent());

        clusters.stopSyncer();
        clusters.tenant.delete(ObjectRef.of(ResourceKind.INGRESS, "gone", "web"));
        clusters.tenant.delete(ObjectRef.cluster(ResourceKind.NAMESPACE, "gone"));
        clusters.startSyncer();
        clusters.awaitNoCopy(ResourceKind.INGRESS, "gone", "web");
        TwoClusters.await(
                "the copy ends",
                () ->
                        clusters.host
                                .find(copyOf(ResourceKind.POD, "gone", "web"))
                                .filter(copy -> copy.at("metadata", "deletionTimestamp").isEmpty())
                                .isEmpty());
        clusters.endCopy(copyOf(ResourceKind.POD, "gone", "web"));

        TwoClusters.await("no copies", () -> versions("gone").isEmpty());
        TwoClusters.await(
                "the namespace is gone",
                () ->
                        clusters.tenant
                                .find(ObjectRef.cluster(ResourceKind.NAMESPACE, "gone"))
                                .isEmpty());
    }

    @Test
    void aPodThatAsksForTheHostIsRefusedAndItsTenantTold() {
        namespace("hostile");
        var spec =
                Map.of("hostPID", true, "containers", List.of(Map.of("name", "c", "image", "i")));
        clusters.createTenants(ResourceKind.POD, "hostile", "root", Map.of("spec", spec));

        TwoClusters.await(
                "the tenant is told",
                () ->
                        clusters.told("hostile")
                                .contains(
                                        "root: not synced: spec.hostPID is the host's and not for tenants"));
        assertThat(clusters.host.find(copyOf(ResourceKind.POD, "hostile", "root"))).isEmpty();
    }

    @Test
    void whatTheHostSaysOfACopyItsTenantSeesAsAnEventOfItsOwnObject() {
        namespace("told");
        var spec = Map.of("containers", List.of(Map.of("name", "c", "image", "i")));
        var pod = clusters.createTenants(ResourceKind.POD, "told", "web", Map.of("spec", spec));
        var copy = clusters.awaitCopy(ResourceKind.POD, "told", "web");
        var other =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.POD, "host-ns", "other-x-told-x-vc"), Map.of());
        hostEvent("of-nobody", other.with("1", "metadata", "uid"), 1);
        hostEvent("of-a-former", copy.with("1", "metadata", "uid"), 1);
        hostEvent("of-the-pod", copy, 1);

        TwoClusters.await("the event", () -> pulled().size() == 1);
        var seen = pulled().getFirst();
        assertThat(seen.map("involvedObject"))
                .isEqualTo(
                        Map.of(
                                "apiVersion", "v1",
                                "kind", "Pod",
                                "namespace", "told",
                                "name", "web",
                                "uid", pod.uid(),
                                "fieldPath", "spec.containers{c}"));
        assertThat(seen.text("message"))
                .contains("pod told/web wants secret \"key\" of web, says host-ns/else");
        assertThat(seen.text("source", "host")).contains("node-1");

        hostEvent("of-the-pod", copy, 7);
        TwoClusters.await(
                "counted", () -> pulled().getFirst().text("count").equals(Optional.of("7")));
        clusters.stopSyncer();
        clusters.startSyncer();
        hostEvent("of-the-pod", copy, 8);
        TwoClusters.await(
                "counted", () -> pulled().getFirst().text("count").equals(Optional.of("8")));
        assertThat(pulled()).hasSize(1);
        assertThat(clusters.host.list(ResourceKind.EVENT, ListQuery.namespace("host-ns")).items())
                .filteredOn(event -> "Pulled".equals(event.text("reason").orElse("")))
                .hasSize(3);
    }

    @Test
    void aTenantSeesOfTheHostWhatItMayAndNothingOfItWhenThatIsSwitchedOff() {
        var definition =
                ObjectRef.cluster(ResourceKind.CUSTOM_RESOURCE_DEFINITION, "widgets.example.com");
        var widget = ResourceKind.cluster("example.com/v1", "Widget", "widgets");
        var seen = ObjectRef.cluster(widget, "w");
        var fast = ObjectRef.cluster(ResourceKind.STORAGE_CLASS, "fast");
        var bundle = ObjectRef.of(ResourceKind.CONFIG_MAP, "trust", "bundle");
        var node = ObjectRef.cluster(ResourceKind.NODE, "seen");
        clusters.allowReading(READABLE);
        onHost(fast, Map.of("provisioner", "example.com/p", "parameters", Map.of("a", "1")));
        onHost(
                ObjectRef.cluster(DRIVER, "example.com"),
                Map.of("spec", Map.of("attachRequired", false)));
        onHost(
                ObjectRef.of(ResourceKind.CONFIG_MAP, "default", "ca"),
                Map.of("data", Map.of("a", "1")));
        onHost(node, Map.of());
        onHost(definition, TwoClusters.definition("Cluster", "Widget", "widgets"));
        TwoClusters.await(
                "widgets are served",
                () -> {
                    try {
                        onHost(seen, Map.of("spec", Map.of("size", 3)));
                        return true;
                    } catch (KubeFailure.NotFound _) {
                        return false;
                    }
                });
        clusters.host.mergePatchStatus(seen, Map.of("status", Map.of("ready", true)));

        clusters.stopSyncer();
        clusters.startSyncer(shown(), List.of());
        TwoClusters.await("the class is seen", () -> clusters.tenant.find(fast).isPresent());
        TwoClusters.await("the config map is seen", () -> clusters.tenant.find(bundle).isPresent());
        TwoClusters.await(
                "the driver is seen",
                () -> clusters.tenant.find(ObjectRef.cluster(DRIVER, "example.com")).isPresent());
        TwoClusters.await("the node is seen", () -> clusters.tenant.find(node).isPresent());
        assertThat(clusters.tenant.get(node).labels()).doesNotContainKey(StandIns.FAKE);
        TwoClusters.await(
                "the widget is seen, and how it is",
                () ->
                        clusters.tenant.find(seen).isPresent()
                                && clusters.tenant
                                        .get(seen)
                                        .text("status", "ready")
                                        .equals(Optional.of("true")));
        assertThat(clusters.tenant.get(seen).text("spec", "size")).contains("3");

        clusters.tenant.mergePatch(bundle, Map.of("data", Map.of("a", "2", "b", "3")));
        clusters.tenant.mergePatch(seen, Map.of("spec", Map.of("size", 4)));
        TwoClusters.await(
                "what the tenant changed is put back",
                () ->
                        clusters.tenant.get(bundle).texts("data").equals(Map.of("a", "1"))
                                && clusters.tenant
                                        .get(seen)
                                        .text("spec", "size")
                                        .equals(Optional.of("3")));
        clusters.host.delete(fast);
        onHost(fast, Map.of("provisioner", "example.com/q"));
        TwoClusters.await(
                "the class is made anew",
                () ->
                        clusters.tenant
                                .find(fast)
                                .flatMap(found -> found.text("provisioner"))
                                .equals(Optional.of("example.com/q")));

        var mine = ObjectRef.cluster(widget, "mine");
        clusters.tenant.create(widget, KubeObject.of(mine, Map.of("spec", Map.of("size", 5))));
        clusters.stopSyncer();
        clusters.startSyncer();
        for (var gone : List.of(fast, bundle, node, seen)) {
            TwoClusters.await(gone + " is gone", () -> clusters.tenant.find(gone).isEmpty());
        }
        assertThat(clusters.host.find(fast)).isPresent();
        TwoClusters.await(
                "the tenant is told why the definition stays",
                () ->
                        clusters.told("default")
                                .contains(
                                        "widgets.example.com: the host cluster shows it no more; it"
                                                + " stays for as long as there are objects of this"
                                                + " cluster's own, such as mine: delete those if it"
                                                + " is to go"));
        assertThat(clusters.tenant.get(mine).text("spec", "size")).contains("5");

        clusters.tenant.delete(mine);
        clusters.stopSyncer();
        clusters.startSyncer();
        TwoClusters.await(
                "the definition is gone", () -> clusters.tenant.find(definition).isEmpty());
    }

    @Test
    void aTenantsCustomResourcesGoOverWithWhatTheyReferToAndTheirStatusComesBack() {
        var definition =
                ObjectRef.cluster(ResourceKind.CUSTOM_RESOURCE_DEFINITION, "gadgets.example.com");
        var gadget = ObjectRef.of(TwoClusters.GADGET, "own", "g");
        clusters.allowReading(READABLE);
        onHost(definition, TwoClusters.definition("Namespaced", "Gadget", "gadgets"));
        namespace("own");
        data(ResourceKind.SECRET, "own", "key");

        var shown =
                new FromHost(
                        List.of(), List.of(), Optional.empty(), List.of("gadgets.example.com"));
        var reference = new Patch.Reference("v1/Secret", Optional.empty(), Optional.empty());
        var patch = new Patch(FieldPath.parse("spec.secretName"), reference);
        var customs = List.of(new SyncedCustom("gadgets.example.com", "", List.of(patch)));
        clusters.stopSyncer();
        clusters.startSyncer(shown, customs);
        TwoClusters.await(
                "the tenant's API has the kind",
                () -> {
                    try {
                        clusters.tenant.create(
                                TwoClusters.GADGET,
                                KubeObject.of(
                                        gadget,
                                        Map.of("spec", Map.of("secretName", "key", "size", 3))));
                        return true;
                    } catch (KubeFailure.NotFound _) {
                        return false;
                    }
                });
        var copy = clusters.awaitCopy(TwoClusters.GADGET, "own", "g");
        assertThat(copy.map("spec")).isEqualTo(Map.of("secretName", "key-x-own-x-vc", "size", 3));
        clusters.awaitCopy(ResourceKind.SECRET, "own", "key");
        clusters.host.mergePatchStatus(
                copyOf(TwoClusters.GADGET, "own", "g"), Map.of("status", Map.of("ready", true)));
        TwoClusters.await(
                "the tenant sees the status",
                () ->
                        clusters.tenant
                                .get(gadget)
                                .text("status", "ready")
                                .equals(Optional.of("true")));
        clusters.tenant.mergePatch(gadget, Map.of("spec", Map.of("size", 4)));
        TwoClusters.await(
                "a change goes over",
                () ->
                        clusters.awaitCopy(TwoClusters.GADGET, "own", "g")
                                .text("spec", "size")
                                .equals(Optional.of("4")));

        var key = clusters.awaitCopy(ResourceKind.SECRET, "own", "key").uid();
        clusters.stopSyncer();
        clusters.tenant.mergePatch(gadget, Map.of("spec", Map.of("size", 6)));
        clusters.startSyncer(shown, customs);
        TwoClusters.await(
                "what changed meanwhile goes over",
                () ->
                        clusters.awaitCopy(TwoClusters.GADGET, "own", "g")
                                .text("spec", "size")
                                .equals(Optional.of("6")));
        assertThat(clusters.awaitCopy(ResourceKind.SECRET, "own", "key").uid()).isEqualTo(key);

        clusters.tenant.delete(gadget);
        clusters.awaitNoCopy(TwoClusters.GADGET, "own", "g");
        clusters.awaitNoCopy(ResourceKind.SECRET, "own", "key");
        clusters.stopSyncer();
        var original = KubeObject.of(gadget, Map.of("spec", Map.of("size", 5)));
        var uid = clusters.tenant.create(TwoClusters.GADGET, original).uid();
        // comes after it in every list, and is shown no more
        var last = ObjectRef.cluster(ResourceKind.CUSTOM_RESOURCE_DEFINITION, "last.example.com");
        clusters.tenant.create(
                last.kind(),
                KubeObject.of(last, TwoClusters.definition("Cluster", "Last", "last"))
                        .with("true", "metadata", "labels", Marks.FROM_HOST));
        clusters.startSyncer();
        TwoClusters.await("what is shown no more goes", () -> clusters.tenant.find(last).isEmpty());
        assertThat(clusters.tenant.get(definition).annotations()).containsEntry(Marks.KEPT, "true");
        assertThat(clusters.tenant.get(gadget).uid()).isEqualTo(uid);
    }

    @Test
    void servicesGoBothWaysUnderOtherNames() {
        namespace("both");
        var ports = List.of(Map.of("port", 80));
        onHost(
                ObjectRef.of(ResourceKind.SERVICE, "default", "db"),
                Map.of("spec", Map.of("ports", ports)));
        var address =
                List.of(Map.of("addresses", List.of(Map.of("ip", "192.0.2.9")), "ports", ports));
        onHost(ObjectRef.of(ResourceKind.ENDPOINTS, "default", "db"), Map.of("subsets", address));
        var selected = Map.of("selector", Map.of("app", "web"), "ports", ports);
        clusters.createTenants(ResourceKind.SERVICE, "both", "web", Map.of("spec", selected));
        clusters.allowReading(List.of("services.", "endpoints."));
        var place = new ShownKind.Place("default", "db", "both", "postgres");
        var shown =
                new FromHost(
                        ShownServices.of(TwoClusters.NAMES, List.of(place)),
                        List.of(),
                        Optional.empty());

        clusters.stopSyncer();
        clusters.startSyncer(shown, List.of(), List.of(new ServiceReplica("both", "web", "front")));
        var copy = clusters.awaitCopy(ResourceKind.SERVICE, "both", "postgres");
        sameAddress("both", "postgres", copy);
        assertThat(clusters.awaitCopy(ResourceKind.ENDPOINTS, "both", "postgres").list("subsets"))
                .asString()
                .contains("192.0.2.9");
        var front = ObjectRef.of(ResourceKind.SERVICE, "host-ns", "front");
        TwoClusters.await("the second name", () -> clusters.host.find(front).isPresent());
        assertThat(clusters.host.get(front).texts("spec", "selector"))
                .containsEntry("app", "web")
                .containsEntry(Marks.NAMESPACE, "both");

        clusters.stopSyncer();
        clusters.startSyncer();
        TwoClusters.await("it goes", () -> clusters.host.find(front).isEmpty());
        clusters.awaitNoCopy(ResourceKind.SERVICE, "both", "postgres");
    }

    private static FromHost shown() {
        return new FromHost(
                List.of(
                        ShownKind.whole(ResourceKind.STORAGE_CLASS, Map.of()),
                        ShownKind.whole(DRIVER, Map.of()),
                        new ShownKind(
                                ResourceKind.CONFIG_MAP,
                                Map.of(),
                                List.of(new ShownKind.Place("default", "ca", "trust", "bundle")),
                                false)),
                List.of(
                        new ShownCustom(
                                "widgets.example.com", "", List.of(ShownKind.Place.everything()))),
                Optional.of(new ShownNodes(true, Map.of(), false)));
    }

    private static void onHost(ObjectRef ref, Map<String, ?> content) {
        clusters.host.create(ref.kind(), KubeObject.of(ref, content));
    }

    private static List<KubeObject> pulled() {
        return clusters
                .tenant
                .list(ResourceKind.EVENT, ListQuery.namespace("told"))
                .items()
                .stream()
                .filter(event -> event.text("reason").equals(Optional.of("Pulled")))
                .toList();
    }

    private static void hostEvent(String name, KubeObject about, int count) {
        var reference =
                Map.of(
                        "apiVersion", "v1",
                        "kind", "Pod",
                        "namespace", "host-ns",
                        "name", about.name(),
                        "uid", about.uid(),
                        "fieldPath", "spec.containers{c}");
        var message =
                "pod host-ns/%1$s wants secret \"key-x-told-x-vc\" of %1$s, says host-ns/else"
                        .formatted(about.name());
        clusters.host.apply(
                ResourceKind.EVENT,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.EVENT, "host-ns", name),
                        Map.of(
                                "involvedObject",
                                reference,
                                "reason",
                                "Pulled",
                                "message",
                                message,
                                "source",
                                Map.of("component", "kubelet", "host", "node-1"),
                                "type",
                                "Normal",
                                "count",
                                count)));
    }

    private static void sameAddress(String namespace, String name, KubeObject copy) {
        var service = clusters.tenant.get(ObjectRef.of(ResourceKind.SERVICE, namespace, name));
        assertThat(copy.text("spec", "clusterIP")).isEqualTo(service.text("spec", "clusterIP"));
    }

    private static void namespace(String name) {
        clusters.createTenants(ResourceKind.NAMESPACE, "", name, Map.of());
    }

    private static void data(ResourceKind kind, String namespace, String name) {
        clusters.createTenants(kind, namespace, name, Map.of("data", Map.of("a", "MQ==")));
    }

    private static Map<String, Object> pod() {
        var container =
                Map.of(
                        "name",
                        "c",
                        "image",
                        "nginx",
                        "resources",
                        Map.of("requests", Map.of("cpu", "50m")),
                        "envFrom",
                        List.of(Map.of("configMapRef", Map.of("name", "settings"))));
        var volume = Map.of("name", "v", "secret", Map.of("secretName", "key"));
        return Map.of("spec", Map.of("containers", List.of(container), "volumes", List.of(volume)));
    }

    private static void everyKind(String namespace) {
        var port = List.of(Map.of("port", 80));
        var labels = Map.of("matchLabels", Map.of("app", "web"));
        var service = Map.of("name", "web", "port", Map.of("number", 80));
        make(
                ResourceKind.SERVICE,
                namespace,
                Map.of("spec", Map.of("type", "NodePort", "ports", port)));
        var subset = Map.of("addresses", List.of(Map.of("ip", "192.0.2.7")), "ports", port);
        make(ResourceKind.ENDPOINTS, namespace, Map.of("subsets", List.of(subset)));
        make(
                ResourceKind.ENDPOINT_SLICE,
                namespace,
                Map.of(
                        "metadata", Map.of("labels", Map.of("kubernetes.io/service-name", "web")),
                        "addressType", "IPv4",
                        "endpoints", List.of(Map.of("addresses", List.of("192.0.2.8")))));
        make(ResourceKind.CONFIG_MAP, namespace, Map.of("data", Map.of("a", "1")));
        make(ResourceKind.SECRET, namespace, Map.of("data", Map.of("a", "MQ==")));
        var size = Map.of("requests", Map.of("storage", "1Gi"));
        make(
                ResourceKind.PERSISTENT_VOLUME_CLAIM,
                namespace,
                Map.of("spec", Map.of("accessModes", List.of("ReadWriteOnce"), "resources", size)));
        make(
                ResourceKind.INGRESS,
                namespace,
                Map.of("spec", Map.of("defaultBackend", Map.of("service", service))));
        make(
                ResourceKind.NETWORK_POLICY,
                namespace,
                Map.of("spec", Map.of("podSelector", Map.of())));
        make(
                ResourceKind.POD_DISRUPTION_BUDGET,
                namespace,
                Map.of("spec", Map.of("minAvailable", 1, "selector", labels)));
        var container =
                Map.of(
                        "name", "c",
                        "image", "nginx",
                        "envFrom",
                                List.of(
                                        Map.of("configMapRef", Map.of("name", "web")),
                                        Map.of("secretRef", Map.of("name", "web"))));
        make(
                ResourceKind.POD,
                namespace,
                Map.of(
                        "metadata", Map.of("labels", Map.of("app", "web")),
                        "spec", Map.of("containers", List.of(container))));
    }

    private static void make(ResourceKind kind, String namespace, Map<String, ?> content) {
        clusters.createTenants(kind, namespace, "web", content);
    }

    private static ObjectRef copyOf(ResourceKind kind, String namespace, String name) {
        return TwoClusters.copy(kind, namespace, name);
    }

    /// Of all copies of objects of the namespace.
    private static Map<String, String> versions(String namespace) {
        var versions = new TreeMap<String, String>();
        for (var kind : KINDS) {
            clusters.host.list(kind, ListQuery.namespace("host-ns")).items().stream()
                    .filter(copy -> isOf(copy, namespace))
                    .forEach(copy ->
                            versions.put(kind.kind() + " " + copy.name(), copy.resourceVersion()));
        }
        return versions;
    }

    private static boolean isOf(KubeObject copy, String namespace) {
        return Marks.origin(TwoClusters.NAMES, copy)
                .filter(ref -> ref.namespace().equals(namespace))
                .isPresent();
    }
}
