package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.NodeTerm;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.Volume;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where pods may be for the sake of their volumes.
final class VolumesTest {

    private final Storage storage = new Storage(new Interned(), () -> {});

    private static final String POD =
            """
            metadata: {name: db-0, namespace: shop, uid: p, resourceVersion: "1"}
            spec:
              containers: [{name: db, resources: {requests: {cpu: "1"}}}]
              volumes:
                - {name: data, persistentVolumeClaim: {claimName: data-db-0}}
                - {name: tmp, emptyDir: {}}
            status:
              phase: Pending
              conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]
            """;

    private void put(String kind, String yaml) {
        storage.kinds().entrySet().stream()
                .filter(it -> it.getKey().kind().equals(kind))
                .forEach(it -> it.getValue().present(Given.object(yaml)));
    }

    private void claim(String spec) {
        put(
                "PersistentVolumeClaim",
                """
                metadata: {name: data-db-0, namespace: shop, uid: c, resourceVersion: "1"}
                spec: %s
                """
                        .formatted(spec));
    }

    private void volume(String spec) {
        put(
                "PersistentVolume",
                """
                metadata: {name: pv-1, uid: v, resourceVersion: "1"}
                spec: %s
                """
                        .formatted(spec));
    }

    private void storageClass(String mode, String more) {
        put(
                "StorageClass",
                """
                metadata: {name: fast, uid: s, resourceVersion: "1"}
                provisioner: ebs.csi.aws.com
                volumeBindingMode: %s
                %s
                """
                        .formatted(mode, more));
    }

    private Pod pod() {
        return pod(POD);
    }

    private Pod pod(String yaml) {
        KubeObject object = Given.object(yaml);
        storage.mounts.present(object);
        var pods = new TreeMap<String, Pod>();
        pods.put("shop/db-0", Pods.read(object).orElseThrow());
        return storage.mounted(pods).get("shop/db-0");
    }

    private static Volume in(String driver, String zone) {
        return new Volume(
                driver,
                List.of(
                        new NodeTerm(
                                List.of(
                                        Requirement.of(
                                                "topology.kubernetes.io/zone",
                                                Operator.IN,
                                                List.of(zone))))));
    }

    @ParameterizedTest
    @CsvSource({
        "ebs.csi.aws.com, topology.ebs.csi.aws.com/zone, eu-central-1b",
        "disk.csi.azure.com, topology.disk.csi.azure.com/zone, westeurope-2",
        "pd.csi.storage.gke.io, topology.gke.io/zone, europe-west1-c",
        "any.example.org, topology.kubernetes.io/zone, a",
    })
    void aPodIsWhereItsVolumeIsWhateverItsDriverCallsZones(String driver, String key, String zone) {
        claim("{volumeName: pv-1, storageClassName: fast}");
        volume(
                """
                {csi: {driver: %s}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: %s, operator: In, values: [%s]}]}]}}}
                """
                        .formatted(driver, key, zone));

        assertThat(pod().template().volumes()).containsExactly(in(driver, zone));
        assertThat(pod().unschedulable()).isTrue();
    }

    @Test
    void oneThatIsNotMadeYetIsWhereItsClassAllows() {
        claim("{storageClassName: fast}");
        storageClass(
                "WaitForFirstConsumer",
                "allowedTopologies: [{matchLabelExpressions: [{key: topology.ebs.csi.aws.com/zone, values: [eu-central-1a]}]}]");

        assertThat(pod().template().volumes())
                .containsExactly(in("ebs.csi.aws.com", "eu-central-1a"));
        assertThat(pod().unschedulable()).isTrue();
    }

    @Test
    void aVolumeThatSaysNothingMayBeAnywhere() {
        claim("{volumeName: pv-1}");
        volume("{nfs: {server: files, path: /}}");

        assertThat(pod().template().volumes()).containsExactly(new Volume("", List.of()));
    }

    @Test
    void aPodThatWaitsForItsClaimOrVolumeIsNotHelpedByANode() {
        assertThat(pod().unschedulable()).as("no claim").isFalse();
        claim("{storageClassName: fast}");
        assertThat(pod().unschedulable()).as("no class").isFalse();
        storageClass("Immediate", "");
        assertThat(pod().unschedulable()).as("made without regard to pods").isFalse();
    }

    @Test
    void theClaimOfAnEphemeralVolumeHasThePodsName() {
        claim("{volumeName: pv-1}");
        volume("{nfs: {server: files, path: /}}");
        String own = POD.replace("persistentVolumeClaim: {claimName: data-db-0}", "ephemeral: {}");

        assertThat(Volumes.mounted(Given.object(own)).orElseThrow())
                .containsExactly("shop/db-0-data");
        assertThat(Volumes.mounted(Given.object("metadata: {name: web}"))).isEmpty();
    }

    @Test
    void aNodeTakesSoManyVolumesAsItsDriversSay() {
        Node node =
                Nodes.read(
                        Given.object(
                                """
                                metadata: {name: n1, uid: n, resourceVersion: "1"}
                                status: {allocatable: {cpu: "2"}}
                                """));
        put(
                "CSINode",
                """
                metadata: {name: n1, uid: m, resourceVersion: "1"}
                spec: {drivers: [{name: ebs.csi.aws.com, nodeID: i-1, allocatable: {count: 25}}, {name: other, nodeID: i-1}]}
                """);
        var nodes = new TreeMap<>(Map.of("n1", node));

        storage.limit(nodes);

        assertThat(nodes.get("n1").allocatable())
                .isEqualTo(Map.of("cpu", 2000L, "attachable-volumes-ebs.csi.aws.com", 25L));
    }
}
