package io.mooring.addons;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The add-on as it is, on a real API server, which judges what it is given.
@ExtendWith(ControlPlaneExtension.class)
final class AddonKeeperTest {
    private static final String SYSTEM = "kube-system";
    private static final ObjectRef COREFILE =
            ObjectRef.of(ResourceKind.CONFIG_MAP, SYSTEM, "coredns");
    private static final ObjectRef SERVICE = ObjectRef.of(ResourceKind.SERVICE, SYSTEM, "kube-dns");
    private static final ObjectRef PODS = ObjectRef.of(ResourceKind.DEPLOYMENT, SYSTEM, "coredns");
    private static final ObjectRef ROLE =
            ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, "system:coredns");

    private final RealControlPlane plane;
    private KubeClient kube;

    AddonKeeperTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void connect() throws IOException {
        kube = plane.client();
        kube.apply(
                ResourceKind.NAMESPACE,
                KubeObject.of(ObjectRef.cluster(ResourceKind.NAMESPACE, SYSTEM), Map.of()));
    }

    @AfterEach
    void removeAll() {
        keep("enabled: false");
        kube.delete(COREFILE);
        kube.close();
    }

    @Test
    void keepingAgainChangesNothing() {
        keep("");
        var before = kube.get(SERVICE).resourceVersion() + " " + kube.get(ROLE).resourceVersion();

        var again = keep("");

        assertThat(again.left()).isEmpty();
        assertThat(again.removed()).isEmpty();
        assertThat(kube.get(SERVICE).resourceVersion() + " " + kube.get(ROLE).resourceVersion())
                .isEqualTo(before);
        assertThat(kube.get(SERVICE).text("spec", "clusterIP")).contains("10.96.0.10");
    }

    @Test
    void whatIsDeclaredOtherwiseChanges() {
        keep("");

        keep("{deployment: {replicas: 3}, overwriteConfig: '.:1053 { ready }'}");

        assertThat(kube.get(PODS).text("spec", "replicas")).contains("3");
        assertThat(kube.get(COREFILE).text("data", "Corefile")).contains(".:1053 { ready }");
    }

    @Test
    void aCorefileThatSomebodyEditedStaysUntilTheConfigurationSaysOne() {
        keep("");
        edit(".:1053 { erratic }");

        var after = keep("");

        assertThat(after.left()).containsExactly(COREFILE);
        assertThat(kube.get(COREFILE).text("data", "Corefile")).contains(".:1053 { erratic }");
        assertThat(keep("overwriteConfig: '.:1053 { ready }'").left()).isEmpty();
        assertThat(kube.get(COREFILE).text("data", "Corefile")).contains(".:1053 { ready }");
    }

    @Test
    void aCorefileThatIsOursFollowsTheConfiguration() {
        keep("overwriteConfig: '.:1053 { ready }'");

        assertThat(keep("").left()).isEmpty();

        assertThat(kube.get(COREFILE).text("data", "Corefile").orElseThrow())
                .contains("kubernetes cluster.local");
    }

    @Test
    void switchedOffItTakesItsObjectsAndNoOthers() {
        keep("");
        var foreign = ObjectRef.of(ResourceKind.CONFIG_MAP, SYSTEM, "coredns-of-mine");
        kube.create(foreign.kind(), KubeObject.of(foreign, Map.of("data", Map.of("a", "b"))));

        var outcome = keep("enabled: false");

        assertThat(outcome.removed()).hasSize(7).startsWith(PODS).contains(COREFILE, SERVICE, ROLE);
        assertThat(kube.find(SERVICE)).isEmpty();
        assertThat(kube.find(COREFILE)).isEmpty();
        assertThat(kube.delete(foreign)).isTrue();
    }

    @Test
    void takenIntoTheControlPlaneAndOutAgainItsServiceStays() {
        keep("");
        var before = kube.get(SERVICE);

        var into =
                keep(
                        "embedded: true",
                        new DnsPlace.ControlPlane(
                                "cluster.local", "10.1.0.7", DnsNames.asTheyAre(), ""));
        var after = kube.get(SERVICE);

        assertThat(into.removed()).hasSize(4).contains(PODS, COREFILE);
        assertThat(after.uid()).isEqualTo(before.uid());
        assertThat(after.text("spec", "clusterIP")).isEqualTo(before.text("spec", "clusterIP"));
        keep("");
        assertThat(kube.find(PODS)).isPresent();
        assertThat(kube.get(SERVICE).uid()).isEqualTo(before.uid());
        assertThat(
                        kube.get(
                                        ObjectRef.cluster(
                                                ResourceKind.CLUSTER_ROLE_BINDING,
                                                "system:coredns"))
                                .maps("subjects"))
                .extracting(subject -> subject.get("kind"))
                .containsExactly("ServiceAccount");
    }

    @Test
    void manifestsOfTheUserReplaceWhatWasThereBefore() {
        keep("");

        var outcome =
                keep(
                        """
                        overwriteManifests: |
                          apiVersion: v1
                          kind: Service
                          metadata: {name: kube-dns}
                          spec: {clusterIP: 10.96.0.10, ports: [{name: dns, port: 53, protocol: UDP}]}
                        """);

        assertThat(outcome.removed()).hasSize(6).contains(PODS, COREFILE, ROLE);
        assertThat(kube.get(SERVICE).text("spec", "clusterIP")).contains("10.96.0.10");
    }

    private AddonKeeper.Outcome keep(String yaml) {
        return keep(yaml, new DnsPlace.OwnNodes("cluster.local", "10.96.0.10"));
    }

    private AddonKeeper.Outcome keep(String yaml, DnsPlace place) {
        var config = ConfigLoader.load("controlPlane:\n  coredns:\n" + yaml.indent(4)).config();
        return new AddonKeeper(kube)
                .keep(CoreDnsAddon.of(config.controlPlane().coredns(), "", place));
    }

    private void edit(String corefile) {
        var edited = kube.get(COREFILE).with(corefile, "data", "Corefile");
        kube.replace(ResourceKind.CONFIG_MAP, edited);
    }
}
