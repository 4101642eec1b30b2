package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AliasesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    serviceCIDR                                 | networking.serviceCIDR                    | 10.128.0.0/16
                    networking.services.cidr                    | networking.serviceCIDR                    | 10.128.0.0/16
                    privateNodes.cni.flannel                    | deploy.cni.flannel                        | {enabled: false}
                    privateNodes.kubeProxy                      | deploy.kubeProxy                          | {enabled: false}
                    privateNodes.localPathProvisioner           | deploy.localPathProvisioner               | {enabled: false}
                    privateNodes.kubelet.cgroupDriver           | privateNodes.kubelet.config.cgroupDriver  | systemd
                    controlPlane.advanced.hostPathMapper        | controlPlane.hostPathMapper               | {enabled: false}
                    controlPlane.standalone.autoNodes.requirements | controlPlane.standalone.autoNodes.nodeTypeSelector | []
                    plugin                                      | plugins                                   | {a: {image: b}}
                    sync.services                               | sync.toHost.services                      | {enabled: false}
                    sync.configmaps                             | sync.toHost.configMaps                    | {enabled: false}
                    sync.nodes                                  | sync.fromHost.nodes                       | {enabled: false}
                    """)
    void theOlderSpellingMeansTheNewerOneAndIsWarnedAbout(String old, String newer, String value) {
        var written = "privateNodes: {enabled: true}\n";
        var before = ConfigLoader.load(at(written, old, value));
        var after = ConfigLoader.load(at(written, newer, value));

        assertThat(before.config()).isEqualTo(after.config());
        assertThat(before.warnings())
                .contains(
                        new Problem(
                                old, "is an older spelling of " + newer + "; write that instead"));
        assertThat(after.warnings()).noneMatch(warning -> warning.path().equals(old));
    }

    @Test
    void theOldSleepModeIsTheNewRule() {
        var loaded =
                ConfigLoader.load(
                        """
                        sleepMode:
                          enabled: true
                          timeZone: Europe/Berlin
                          autoSleep: {afterInactivity: 1h, exclude: {selector: {labels: {a: b}}}}
                          autoWakeup: {schedule: 0 8 * * *}
                        """);

        var auto = loaded.config().sleep().auto();
        assertThat(auto.afterInactivity()).isEqualTo("1h");
        assertThat(auto.timezone()).isEqualTo("Europe/Berlin");
        assertThat(auto.exclude().selector().labels()).containsEntry("a", "b");
        assertThat(auto.wakeup().schedule()).isEqualTo("0 8 * * *");
        assertThat(loaded.warnings())
                .extracting(Problem::path)
                .containsExactly(
                        "sleepMode.autoSleep.afterInactivity",
                        "sleepMode.autoSleep.exclude",
                        "sleepMode.autoWakeup.schedule",
                        "sleepMode.timeZone");
    }

    @Test
    void requirementsOfPoolsAreNodeTypeSelectors() {
        var yaml =
                """
                privateNodes:
                  enabled: true
                  autoNodes:
                    - provider: aws
                      dynamic:
                        - name: burst
                          requirements: [{property: gpu, operator: NotExists}]
                """;

        var pool =
                Yaml.config(yaml).privateNodes().autoNodes().getFirst().dynamicPools().getFirst();
        assertThat(pool.nodeTypeSelector())
                .containsExactly(new AutoNodes.Requirement("gpu", "DoesNotExist", List.of(), ""));
        assertThat(Yaml.warnings(yaml))
                .contains(
                        "privateNodes.autoNodes[0].dynamic[0].requirements: is an older spelling of"
                                + " privateNodes.autoNodes[0].dynamic[0].nodeTypeSelector; write"
                                + " that instead",
                        "privateNodes.autoNodes[0].dynamic[0].nodeTypeSelector[0].operator:"
                                + " NotExists is an older spelling of DoesNotExist; write that"
                                + " instead");
    }

    @Test
    void autoNodesAsOneMapIsAListByProvider() {
        var yaml =
                """
                privateNodes:
                  enabled: true
                  autoNodes:
                    static: [{name: a, provider: aws, quantity: 1}]
                    dynamic: [{name: b, provider: gcp}, {name: c, provider: aws}]
                """;

        var nodes = Yaml.config(yaml).privateNodes().autoNodes();
        assertThat(nodes).extracting(AutoNodes::provider).containsExactly("aws", "gcp");
        assertThat(nodes.getFirst().staticPools()).hasSize(1);
        assertThat(nodes.getFirst().dynamicPools())
                .extracting(AutoNodes.DynamicPool::name)
                .containsExactly("c");
        assertThat(Yaml.warnings(yaml))
                .contains(
                        "privateNodes.autoNodes: a map is the older shape; write a list of"
                                + " {provider, static, dynamic} instead");
    }

    @Test
    void bothSpellingsAtOnceAreAnError() {
        assertThat(
                        Yaml.problems(
                                "networking: {serviceCIDR: 10.1.0.0/16, services: {cidr:"
                                        + " 10.2.0.0/16}}"))
                .containsExactly(
                        "networking.services.cidr: is an older spelling of networking.serviceCIDR,"
                                + " which is set as well; remove this one");
    }

    @Test
    void whatStandsBesideAnOlderSpellingIsStillChecked() {
        assertThat(Yaml.problems("networking: {services: {cidr: 10.2.0.0/16, mask: 1}}"))
                .containsExactly(
                        "networking.services: unknown key (did you mean sync.toHost.services?)");
    }

    @Test
    void keysOfThePastAreDroppedWithAWarningWhenTheyAskForNothing() {
        assertThat(
                        Yaml.warnings(
                                """
                                controlPlane: {distro: {k3s: {enabled: false}}}
                                networking: {replicateServices: {enabled: false}}
                                deploy: {volumeSnapshotController: {enabled: false}}
                                sleepMode: {enabled: false, autoSleep: {afterInactivity: 1h}}
                                """))
                .containsExactly(
                        "controlPlane.distro.k3s: is gone (upstream Kubernetes is the only one);"
                                + " remove it",
                        "networking.replicateServices.enabled: is gone (its lists say what is"
                                + " copied); remove it",
                        "deploy.volumeSnapshotController: is gone (install a CSI driver that has"
                                + " one); remove it",
                        "sleepMode: is gone (sleep.auto replaced it); remove it");
        assertThat(Yaml.problems("deploy: {volumeSnapshotController: {enabled: true}}"))
                .containsExactly(
                        "deploy.volumeSnapshotController: is not supported (install a CSI driver"
                                + " that has one); remove it");
    }

    private static String at(String written, String path, String value) {
        var document = YamlReader.read(written);
        var node = YamlReader.read("v: " + value).entries().get("v");
        Tree.put(document, path, node);
        return YamlWriter.write(document);
    }
}
