package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.api.SyncedKinds;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownNodes;
import io.mooring.syncer.translate.SyncedCustom;
import io.mooring.syncer.translate.TenantView;
import io.mooring.syncer.translate.Translation;
import io.mooring.syncer.translate.Translators;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyncerSettingsTest {

    private static final Map<String, Object> OWNER = Map.of("kind", "ConfigMap", "uid", "anchor");
    private static final Set<Feature> USUALLY_ON =
            Set.of(Feature.NODES_BY_IP, Feature.EVENTS_FROM_HOST);
    private static final String USUAL =
            "ConfigMap EndpointSlice Endpoints PersistentVolumeClaim Pod Secret Service";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                     | %1$s
                    {sync: {toHost: {endpoints: {enabled: false}}}}        | ConfigMap EndpointSlice PersistentVolumeClaim Pod Secret Service
                    {sync: {toHost: {endpointSlices: {enabled: false}, persistentVolumeClaims: {enabled: false}}}} | ConfigMap Endpoints Pod Secret Service
                    {sync: {toHost: {ingresses: {enabled: true}, networkPolicies: {enabled: true}}}} | ConfigMap EndpointSlice Endpoints Ingress NetworkPolicy PersistentVolumeClaim Pod Secret Service
                    {sync: {toHost: {podDisruptionBudgets: {enabled: true}, serviceAccounts: {enabled: true}}}} | ConfigMap EndpointSlice Endpoints PersistentVolumeClaim Pod PodDisruptionBudget Secret Service ServiceAccount
                    """)
    void theKindsAreThoseThatAreSwitchedOn(String yaml, String kinds) {
        assertThat(
                        settings(yaml, "10.96.3.4:443").kinds().stream()
                                .map(ResourceKind::kind)
                                .sorted()
                                .collect(Collectors.joining(" ")))
                .isEqualTo(kinds.replace("%1$s", USUAL));
    }

    @Test
    void whatIsAllSwitchedOnIsAllThatCanBeTranslated() {
        String yaml =
                """
                sync:
                  toHost:
                    ingresses: {enabled: true}
                    networkPolicies: {enabled: true}
                    podDisruptionBudgets: {enabled: true}
                    serviceAccounts: {enabled: true}
                    priorityClasses: {enabled: true}
                    storageClasses: {enabled: true}
                    persistentVolumes: {enabled: true}
                    resourceClaims: {enabled: true}
                """;

        assertThat(settings(yaml, "10.96.3.4:443").kinds()).isEqualTo(Translators.KINDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                              |
                    {sync: {toHost: {secrets: {all: true}}}}        | ALL_SECRETS
                    {sync: {toHost: {configMaps: {all: true}}}}     | ALL_CONFIG_MAPS
                    {sync: {toHost: {serviceAccounts: {enabled: true}}}} | SERVICE_ACCOUNTS_TO_HOST
                    {sync: {toHost: {priorityClasses: {enabled: true}}}} | PRIORITY_CLASSES_TO_HOST
                    {sync: {toHost: {storageClasses: {enabled: true}}}} | STORAGE_CLASSES_TO_HOST
                    {sync: {toHost: {persistentVolumes: {enabled: true}}}} | PERSISTENT_VOLUMES_TO_HOST
                    {controlPlane: {coredns: {embedded: true}}}     | DNS_IN_CONTROL_PLANE
                    {policies: {podSecurityStandard: privileged}}   | HOST_ACCESS
                    {policies: {podSecurityStandard: baseline}}     |
                    """)
    void whatIsNotReferredToGoesOverOnlyIfAllDo(String yaml, String features) {
        assertThat(settings(yaml, "10.96.3.4:443").features())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        USUALLY_ON.stream(),
                                        Stream.ofNullable(features).map(Feature::valueOf))
                                .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {sync: {fromHost: {events: {enabled: false}}}}  | NODES_BY_IP
                    {networking: {advanced: {proxyKubelets: {byHostname: false, byIP: false}}}} | EVENTS_FROM_HOST
                    {networking: {advanced: {proxyKubelets: {byHostname: false}}}, sync: {fromHost: {events: {enabled: false}}}} | NODES_BY_IP
                    {networking: {advanced: {proxyKubelets: {byIP: false}}}} | EVENTS_FROM_HOST
                    """)
    void addressesOfKubeletsAndEventsAreOnUnlessSwitchedOff(String yaml, Feature left) {
        assertThat(settings(yaml, "10.96.3.4:443").features()).containsExactly(left);
    }

    @Test
    void whatATenantSeesOfTheHostIsTakenOver() {
        var shown =
                settings(
                                """
                                sync:
                                  fromHost:
                                    nodes: {enabled: true, selector: {labels: {team: a}}, clearImageStatus: true}
                                    ingressClasses:
                                      enabled: true
                                      selector: {matchExpressions: [{key: a, operator: In, values: [b]}]}
                                    csiStorageCapacities: {enabled: "true"}
                                    configMaps: {enabled: true, mappings: {byName: {"": own, /a: b/c, d/*: e/*, f/g: h}}}
                                    customResources:
                                      widgets.example.com/v2: {enabled: true, scope: Cluster}
                                      others.example.com: {scope: Cluster}
                                """,
                                "10.96.3.4:443")
                        .fromHost();

        assertThat(shown.nodes()).contains(new ShownNodes(false, Map.of("team", "a"), false));
        assertThat(shown.kinds())
                .extracting(kind -> kind.kind().kind())
                .containsExactly("IngressClass", "CSIStorageCapacity", "ConfigMap");
        assertThat(shown.kinds().getFirst().selector())
                .isEqualTo(
                        Map.of(
                                "matchLabels",
                                Map.of(),
                                "matchExpressions",
                                List.of(
                                        Map.of(
                                                "key", "a",
                                                "operator", "In",
                                                "values", List.of("b")))));
        assertThat(shown.kinds().getLast().places())
                .containsExactly(
                        new ShownKind.Place("tenants", "", "own", ""),
                        new ShownKind.Place("tenants", "a", "b", "c"),
                        new ShownKind.Place("d", "", "e", ""),
                        new ShownKind.Place("f", "g", "h", ""));
        assertThat(shown.customs())
                .containsExactly(
                        new ShownCustom(
                                "widgets.example.com",
                                "v2",
                                List.of(ShownKind.Place.everything())));
        assertThat(settings("{}", "10.96.3.4:443").fromHost()).isEqualTo(FromHost.nothing());
    }

    @Test
    void servicesAreReplicatedBothWays() {
        var settings =
                settings(
                        """
                        networking:
                          replicateServices:
                            toHost: [{from: shop/web, to: front}]
                            fromHost: [{from: infra/db, to: data/postgres}]
                        """,
                        "10.96.3.4:443");

        assertThat(settings.replicas()).containsExactly(new ServiceReplica("shop", "web", "front"));
        assertThat(settings.fromHost().kinds())
                .extracting(kind -> kind.kind().kind())
                .containsExactly("Service", "Endpoints");
        assertThat(settings.fromHost().kinds())
                .allSatisfy(kind ->
                        assertThat(kind.places())
                                .containsExactly(
                                        new ShownKind.Place("infra", "db", "data", "postgres")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {toHost: {gatewayApi: {enabled: true}}} | httproutes gateways tlsroutes backendtlspolicies referencegrants | gatewayclasses
                    {toHost: {gatewayApi: {httpRoutes: {enabled: true}}}, fromHost: {gateways: {enabled: true, mappings: {byName: {infra/*: edge/*}}}}} | httproutes referencegrants | gateways
                    {toHost: {gatewayApi: {gateways: {enabled: true}, referenceGrants: {enabled: false}}}, fromHost: {gatewayClasses: {enabled: true}}} | gateways | gatewayclasses
                    """)
    void theGatewayApiGoesOverWholeOrInParts(String sync, String synced, String shown) {
        var settings = settings("sync: " + sync, "10.96.3.4:443");
        var group = ".gateway.networking.k8s.io";

        assertThat(settings.customs())
                .extracting(custom -> custom.definition().replace(group, ""))
                .containsExactly(synced.split(" "));
        assertThat(settings.customs())
                .allMatch(custom -> custom.meaning() == SyncedCustom.Meaning.GATEWAY_API);
        assertThat(settings.fromHost().customs())
                .extracting(custom -> custom.definition().replace(group, ""))
                .containsExactly(shown);
        assertThat(settings.fromHost().definitions())
                .extracting(name -> name.replace(group, ""))
                .containsExactly(synced.split(" "));
    }

    @Test
    void patchesOfAllOfTheGatewayApiComeBeforeThoseOfAKind() {
        var customs =
                settings(
                                """
                                sync:
                                  toHost:
                                    gatewayApi:
                                      patches: [{path: 'metadata.labels.a', expression: "'all'"}]
                                      gateways: {enabled: true}
                                      httpRoutes: {enabled: true, patches: [{path: 'metadata.labels.b', expression: "'routes'"}]}
                                """,
                                "10.96.3.4:443")
                        .customs();

        assertThat(customs)
                .extracting(custom -> custom.definition().replace(".gateway.networking.k8s.io", ""))
                .containsExactly("httproutes", "gateways", "referencegrants");
        assertThat(customs)
                .extracting(custom ->
                        custom.patches().stream().map(patch -> patch.path().toString()).toList())
                .containsExactly(
                        List.of("metadata.labels.a", "metadata.labels.b"),
                        List.of("metadata.labels.a"),
                        List.of());
    }

    @Test
    void gatewaysAreShownWithWhoMayUseThemAndWithWhereTheyAre() {
        var fromHost =
                settings(
                                """
                                sync:
                                  fromHost:
                                    gateways:
                                      enabled: true
                                      mappings: {byName: {infra/*: edge/*, infra/one: edge/one}}
                                      selector: {matchLabels: {for: tenants}}
                                      allowedRoutes:
                                        defaultVirtualNamespacePolicy: {from: Same}
                                        overrides:
                                        - {hostNamespace: infra, name: a, virtualNamespacePolicy: {from: Selector, selector: {matchLabels: {tier: web}}}}
                                        - {hostNamespace: infra, name: one, allowedHostnames: [a.net]}
                                      metadata: {exposeSourceGateway: true}
                                """,
                                "10.96.3.4:443")
                        .fromHost();
        var custom = fromHost.customs().getFirst();
        var kind =
                new ShownKind(
                        ResourceKind.inNamespace(
                                "gateway.networking.k8s.io/v1", "Gateway", "gateways"),
                        custom.selector(),
                        custom.places(),
                        true,
                        custom.patches(),
                        Set.of());

        assertThat(fromHost.access().rules()).hasSize(2);
        assertThat(kind.names(gateway("b", Map.of()))).isEmpty();
        assertThat(kind.names(gateway("one", Map.of())))
                .containsExactly(new ShownKind.Name("edge", "one"));
        var name = new ShownKind.Name("edge", "a");
        assertThat(kind.names(gateway("a", Map.of("for", "tenants")))).containsExactly(name);
        var shown = kind.shown(gateway("a", Map.of()), name);
        assertThat(shown.annotations()).containsEntry("mooring.io/source-gateway", "infra/a");
        assertThat(shown.at("spec", "listeners"))
                .contains(
                        List.of(
                                Map.of(
                                        "name",
                                        "http",
                                        "allowedRoutes",
                                        Map.of(
                                                "kinds",
                                                List.of(),
                                                "namespaces",
                                                Map.of(
                                                        "from",
                                                        "Selector",
                                                        "selector",
                                                        Map.of(
                                                                "matchLabels",
                                                                Map.of("tier", "web")))))));
    }

    private static KubeObject gateway(String name, Map<String, Object> labels) {
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        "gateway.networking.k8s.io/v1",
                        "kind",
                        "Gateway",
                        "metadata",
                        Map.of("name", name, "namespace", "infra", "labels", labels),
                        "spec",
                        Map.of(
                                "listeners",
                                List.of(
                                        Map.of(
                                                "name",
                                                "http",
                                                "allowedRoutes",
                                                Map.of("kinds", List.of()))))));
    }

    @Test
    void aSchedulerOfItsOwnSeesNodesAndStorageOfTheHost() {
        var settings =
                settings(
                        """
                        controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
                        sync: {fromHost: {nodes: {enabled: true}}}
                        """,
                        "10.96.3.4:443");

        assertThat(settings.features()).contains(Feature.SCHEDULER_OF_ITS_OWN);
        assertThat(settings.fromHost().nodes()).contains(new ShownNodes(true, Map.of(), true));
        assertThat(settings.fromHost().kinds())
                .extracting(kind -> kind.kind().plural())
                .containsExactly(
                        "storageclasses", "csinodes", "csidrivers", "csistoragecapacities");
    }

    @Test
    void everyKindThatCanBeSeenIsTakenAwayWhenItIsNoMore() {
        var config = ConfigLoader.load("{}").config();

        assertThat(ShownKind.KINDS)
                .containsAll(
                        SyncedKinds.fromHost(config).stream().map(SyncerSettings::kind).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '*'                 | {operator=Exists}
                    gpu                 | {key=gpu, operator=Exists}
                    gpu=yes:NoSchedule  | {key=gpu, operator=Equal, value=yes, effect=NoSchedule}
                    gpu:NoExecute       | {key=gpu, operator=Exists, effect=NoExecute}
                    ':NoSchedule'       | {operator=Exists, effect=NoSchedule}
                    gpu=yes             | {key=gpu, operator=Equal, value=yes}
                    """)
    void tolerationsMayBeSaidInShort(String text, String toleration) {
        String yaml = "{sync: {toHost: {pods: {enforceTolerations: ['" + text + "']}}}}";

        assertThat(settings(yaml, "10.96.3.4:443").pods().tolerations())
                .singleElement()
                .hasToString(toleration);
    }

    @Test
    void whatEveryPodGetsIsTakenOver() {
        var pods =
                settings(
                                """
                                sync:
                                  toHost:
                                    pods:
                                      translateImage: {"nginx:1": "mirror/nginx:1"}
                                      runtimeClassName: gvisor
                                      priorityClassName: low
                                      rewriteHosts: {enabled: false}
                                  fromHost: {nodes: {selector: {labels: {team: a}}}}
                                """,
                                "10.96.3.4:443")
                        .pods();

        assertThat(pods)
                .isEqualTo(
                        new Settings.PodSettings(
                                List.of(),
                                Map.of("team", "a"),
                                Map.of("nginx:1", "mirror/nginx:1"),
                                "gvisor",
                                "low",
                                Set.of(),
                                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                   | library/alpine:3.20 | {limits={cpu=30m, memory=64Mi}, requests={cpu=30m, memory=64Mi}}
                    {resources: {requests: {cpu: 5m}}}                   | library/alpine:3.20 | {limits={cpu=30m, memory=64Mi}, requests={cpu=5m, memory=64Mi}}
                    {image: {tag: "3.21"}, resources: {limits: {cpu: 1}}} | library/alpine:3.21 | {limits={cpu=1, memory=64Mi}, requests={cpu=30m, memory=64Mi}}
                    """)
    void theWriterOfHostsIsWhatTheConfigurationSays(String yaml, String image, String resources) {
        var writer =
                settings(
                                "sync: {toHost: {pods: {rewriteHosts: {initContainer: %s}}}}"
                                        .formatted(yaml),
                                "10.96.3.4:443")
                        .pods()
                        .hostsWriter()
                        .orElseThrow();

        assertThat(writer.image()).isEqualTo(image);
        assertThat(sorted(writer.resources())).hasToString(resources);
    }

    private static Map<String, Object> sorted(Map<String, Object> resources) {
        var sorted = new TreeMap<String, Object>();
        resources.forEach((key, value) -> sorted.put(key, new TreeMap<>((Map<?, ?>) value)));
        return sorted;
    }

    @Test
    void patchesChangeWhatGoesOverAndWhatIsShown() {
        var settings =
                settings(
                        """
                        sync:
                          toHost:
                            services:
                              patches:
                              - {path: "spec.loadBalancerClass", expression: "`${value}.${context.vcluster.name}`"}
                              - {path: 'metadata.annotations["a/b"]', reference: {apiVersion: v1, kind: Secret}}
                          fromHost:
                            ingressClasses:
                              enabled: true
                              patches: [{path: "spec.controller", expression: "value.replace('a', 'b')"}]
                        """,
                        "10.96.3.4:443");
        var service =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE, "default", "web"),
                        Map.of(
                                "metadata", Map.of("annotations", Map.of("a/b", "key"), "uid", "u"),
                                "spec",
                                        Map.of(
                                                "type",
                                                "LoadBalancer",
                                                "loadBalancerClass",
                                                "there")));
        var translator =
                Translators.all(settings).stream()
                        .filter(t -> t.kind().equals(ResourceKind.SERVICE))
                        .findFirst()
                        .orElseThrow();

        var host = ((Translation.Synced) translator.toHost(service, new NothingElse())).host();

        assertThat(host.text("spec", "loadBalancerClass")).contains("there.shop");
        assertThat(host.annotations()).containsEntry("a/b", "key-x-default-x-shop");
        assertThat(translator.references(service))
                .containsExactly(new TenantRef("v1/Secret", "default", "key"));
        var shown =
                settings.fromHost()
                        .kinds()
                        .getFirst()
                        .shown(
                                KubeObject.of(
                                        ObjectRef.cluster(ResourceKind.INGRESS_CLASS, "c"),
                                        Map.of("spec", Map.of("controller", "a/a"))),
                                new ShownKind.Name("", "c"));
        assertThat(shown.text("spec", "controller")).contains("b/a");
    }

    private static final class NothingElse implements TenantView {
        @Override
        public List<KubeObject> tenants(ResourceKind kind) {
            return List.of();
        }

        @Override
        public Optional<KubeObject> tenant(ResourceKind kind, String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public List<KubeObject> hosts(ResourceKind kind) {
            return List.of();
        }

        @Override
        public boolean isInHost(ResourceKind kind, String name) {
            return true;
        }

        @Override
        public List<KubeObject> services(String namespace) {
            return List.of();
        }

        @Override
        public Optional<KubeObject> service(String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Map<String, Map<String, String>> namespaces() {
            return Map.of();
        }

        @Override
        public Optional<String> dnsAddress() {
            return Optional.empty();
        }

        @Override
        public boolean offers(ResourceKind kind, String name) {
            return true;
        }

        @Override
        public boolean isOfferKnown(ResourceKind kind) {
            return true;
        }

        @Override
        public Optional<Collection<KubeObject>> grants() {
            return Optional.of(List.of());
        }

        @Override
        public Optional<ShownKind.Name> origin(ResourceKind kind, ShownKind.Name seen) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10.96.3.4:443,        10.96.3.4,  443
                    '[fd00::4]:443',      fd00::4,    443
                    shop.example.org:443, 10.1.0.7,   8443
                    """)
    void podsReachTheApiByTheExposedAddressOrElseByThePods(String endpoint, String host, int port) {
        var settings = settings("{}", endpoint);

        assertThat(settings.api()).isEqualTo(new Settings.ApiAddress(host, port));
        assertThat(settings.names().namespaced("default", "web")).isEqualTo("web-x-default-x-shop");
        assertThat(settings.names().hostNamespace()).isEqualTo("tenants");
        assertThat(settings.owner()).isEqualTo(OWNER);
        assertThat(settings.workloadServiceAccount()).isEqualTo("shop-workload");
    }

    private static Settings settings(String yaml, String endpoint) {
        var settings =
                new ControlPlaneSettings(
                        ConfigLoader.load(yaml).config(),
                        "shop",
                        endpoint,
                        "10.1.0.7",
                        List.of(),
                        new InetSocketAddress("127.0.0.1", 8443),
                        "10.96.0.0/12");
        return SyncerSettings.of(settings, "tenants", OWNER);
    }
}
