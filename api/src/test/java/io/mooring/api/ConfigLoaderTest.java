package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConfigLoaderTest {
    @Test
    void anEmptyDocumentIsASharedClusterWithDefaults() {
        var loaded = ConfigLoader.load("");

        var config = loaded.config();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(config.nodeMode()).isEqualTo(NodeMode.SHARED);
        assertThat(config.networking().podCIDR()).isEqualTo("10.244.0.0/16");
        assertThat(config.networking().serviceCIDR()).isEmpty();
        assertThat(config.networking().advanced().clusterDomain()).isEqualTo("cluster.local");
        assertThat(config.networking().advanced().proxyKubelets().byIP()).isTrue();
        assertThat(config.controlPlane().backingStore().kind())
                .isEqualTo(StoreKind.EMBEDDED_DATABASE);
        assertThat(config.controlPlane().proxy().bindAddress()).isEqualTo("0.0.0.0");
        assertThat(config.controlPlane().proxy().port()).isEqualTo(8443);
        assertThat(config.controlPlane().service().spec()).containsEntry("type", "ClusterIP");
        assertThat(config.controlPlane().distro().k8s().scheduler().enabled()).isFalse();
        assertThat(config.controlPlane().standalone().dataDir()).isEqualTo("/var/lib/mooring");
        assertThat(config.sync().toHost().pods().enabled()).isTrue();
        assertThat(config.sync().toHost().ingresses().enabled()).isFalse();
        assertThat(config.sync().fromHost().csiNodes().enabled()).isEqualTo(Toggle.AUTO);
        assertThat(config.policies().resourceQuota().quota()).containsEntry("count/pods", 20);
        assertThat(config.policies().limitRange().defaults()).containsEntry("cpu", "1");
    }

    @Test
    void privateNodesBringTheirOwnDefaults() {
        var config = Yaml.config("privateNodes: {enabled: true}");

        assertThat(config.nodeMode()).isEqualTo(NodeMode.PRIVATE);
        assertThat(config.networking().serviceCIDR()).isEqualTo("10.96.0.0/12");
        assertThat(config.controlPlane().distro().k8s().scheduler().enabled()).isTrue();
        assertThat(config.controlPlane().advanced().virtualScheduler().enabled()).isTrue();
        assertThat(config.deploy().cni().flannel().enabled()).isTrue();
        assertThat(config.deploy().kubeProxy().enabled()).isTrue();
        assertThat(config.deploy().localPathProvisioner().enabled()).isTrue();
        assertThat(config.deploy().metallb().enabled()).isFalse();
        var konnectivity = config.controlPlane().advanced().konnectivity();
        assertThat(konnectivity.server().enabled()).isTrue();
        assertThat(konnectivity.agent().replicas()).isEqualTo(1);
        var nodes = config.privateNodes();
        assertThat(nodes.importNodeBinaries()).isTrue();
        assertThat(nodes.autoUpgrade().concurrency()).isEqualTo(1);
        assertThat(nodes.autoUpgrade().binariesPath()).isEqualTo("/usr/local/bin");
        assertThat(nodes.autoUpgrade().cniBinariesPath()).isEqualTo("/opt/cni/bin");
        assertThat(nodes.joinNode().containerd().enabled()).isTrue();
        assertThat(nodes.joinNode().caCertPath()).isEqualTo("/etc/kubernetes/pki/ca.crt");
        assertThat(nodes.daemon().controlPlaneLoadBalancer().port()).isEqualTo(11343);
    }

    @Test
    void standaloneHasPrivateNodesWithoutSayingSo() {
        var config = Yaml.config("controlPlane: {standalone: {enabled: true}}");

        assertThat(config.nodeMode()).isEqualTo(NodeMode.STANDALONE);
        assertThat(config.privateNodes().enabled()).isTrue();
        assertThat(config.networking().serviceCIDR()).isEqualTo("10.96.0.0/12");
    }

    @Test
    void mapsMergeWithTheirDefaultsAndListsReplaceThem() {
        var config =
                Yaml.config(
                        """
                        controlPlane:
                          statefulSet:
                            resources: {limits: {memory: 8Gi}}
                            persistence: {volumeClaim: {accessModes: [ReadWriteMany]}}
                        policies:
                          resourceQuota:
                            quota: {count/pods: 50, count/secrets: null}
                        """);

        var statefulSet = config.controlPlane().statefulSet();
        assertThat(statefulSet.resources().limits())
                .containsEntry("memory", "8Gi")
                .containsEntry("ephemeral-storage", "10Gi");
        assertThat(statefulSet.persistence().volumeClaim().accessModes())
                .containsExactly("ReadWriteMany");
        assertThat(config.policies().resourceQuota().quota())
                .containsEntry("count/pods", 50)
                .containsEntry("count/services", 20)
                .doesNotContainKey("count/secrets");
    }

    @Test
    void poolsGetTheirDefaultsEachByItself() {
        var config =
                Yaml.config(
                        """
                        privateNodes:
                          enabled: true
                          autoNodes:
                            - provider: aws
                              dynamic: [{name: burst, disruption: {consolidationPolicy: WhenEmpty}}]
                              static: [{name: base, quantity: 3, terminationGracePeriod: Never}]
                        """);

        var nodes = config.privateNodes().autoNodes().getFirst();
        var burst = nodes.dynamicPools().getFirst();
        assertThat(burst.terminationGracePeriod()).isEqualTo("30s");
        assertThat(burst.disruption().consolidateAfter()).isEqualTo("30s");
        assertThat(burst.disruption().consolidationPolicy()).isEqualTo("WhenEmpty");
        assertThat(nodes.staticPools().getFirst().quantity()).isEqualTo(3);
        assertThat(nodes.staticPools().getFirst().terminationGracePeriod()).isEqualTo("Never");
    }

    @Test
    void numbersWhereTextBelongsKeepTheWayTheyWereWritten() {
        var config = Yaml.config("controlPlane: {distro: {k8s: {image: {tag: 1.30}}}}");

        assertThat(config.controlPlane().distro().k8s().image().tag()).isEqualTo("1.30");
    }

    @Test
    void keysWithoutAValueSayNothing() {
        var config = Yaml.config("networking:\nprivateNodes:\n  enabled:\ncontrolPlane: ~\n");

        assertThat(config).isEqualTo(Yaml.config(""));
    }

    @Test
    void anchorsAndMergeKeysAreResolved() {
        var config =
                Yaml.config(
                        """
                        privateNodes:
                          enabled: true
                          autoNodes:
                            - provider: aws
                              static:
                                - &base {name: a, quantity: 1, profile: p}
                                - {<<: *base, name: b}
                        """);

        var pools = config.privateNodes().autoNodes().getFirst().staticPools();
        assertThat(pools).extracting(AutoNodes.StaticPool::name).containsExactly("a", "b");
        assertThat(pools).extracting(AutoNodes.StaticPool::profile).containsExactly("p", "p");
    }

    @Test
    void syntaxErrorsSayWhere() {
        assertThat(Yaml.problems("networking:\n  podCIDR: [\n"))
                .containsExactly(
                        "line 2:13: while parsing a flow node, expected the node content, but found"
                                + " '<stream end>'");
    }

    @Test
    void aKeySetTwiceIsAnErrorThatNamesBothLines() {
        assertThat(Yaml.problems("deploy: {}\nnetworking: {}\ndeploy: {}\n"))
                .containsExactly("line 3:1: key \"deploy\" is already set in line 1");
    }

    @Test
    void whatIsNoMapIsNoConfiguration() {
        assertThat(Yaml.problems("- a\n"))
                .containsExactly("the document must be a map of settings, but is a list");
        assertThat(Yaml.problems("networking: {}\n---\ndeploy: {}\n"))
                .containsExactly(
                        "line 3:1: a second document begins here; a configuration is one document");
        assertThat(Yaml.problems("networking: *nets\n"))
                .containsExactly(
                        "line 1:13: *nets refers to an anchor that is not defined before it");
    }

    @Test
    void aDocumentThatGrowsWithoutBoundIsRefused() {
        var bomb = new StringBuilder("global:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            var item = "*a" + (i - 1);
            bomb.append(
                    "  a%d: &a%d [%s, %s, %s, %s, %s, %s, %s]\n"
                            .formatted(i, i, item, item, item, item, item, item, item));
        }

        assertThat(Yaml.problems(bomb.toString()))
                .singleElement()
                .asString()
                .endsWith("the document has more than 200000 values; remove some");
    }

    @Test
    void allProblemsAreReportedAtOnceAndSoAreWarnings() {
        var failure =
                Yaml.failure(
                        """
                        privateNodes: {enabled: true, kubelet: {cgroupDriver: systemdd}}
                        networking: {podCIDR: [], serviceCIDR: 10.96.0.0/33, adavnced: {}}
                        controlPlane: {endpoint: "cp.example.com", proxy: {port: many}}
                        """);

        assertThat(failure)
                .hasMessage(
                        """
                        the configuration has 6 problems:
                          networking.podCIDR: must be text, but is a list
                          networking.adavnced: unknown key (did you mean advanced?)
                          controlPlane.proxy.port: must be a whole number, but is "many"
                          networking.serviceCIDR: must be an address range like 10.244.0.0/16, but is "10.96.0.0/33"
                          controlPlane.endpoint: must be HOST:PORT like cp.example.com:443, but is "cp.example.com"
                          privateNodes.kubelet.config.cgroupDriver: must be one of systemd, cgroupfs, but is "systemdd" (did you mean systemd?)\
                        """);
        assertThat(failure.warnings())
                .containsExactly(
                        new Problem(
                                "privateNodes.kubelet.cgroupDriver",
                                "is an older spelling of privateNodes.kubelet.config.cgroupDriver;"
                                        + " write that instead"));
    }

    @Test
    void secretsAreNotPrinted() {
        var config =
                Yaml.config(
                        """
                        controlPlane:
                          backingStore:
                            database: {external: {enabled: true, dataSource: "mysql://u:hunter2@db"}}
                        """);

        assertThat(config.toString()).doesNotContain("hunter2");
        var store = config.controlPlane().backingStore().database().external();
        assertThat(store.dataSource().reveal()).isEqualTo("mysql://u:hunter2@db");
    }
}
