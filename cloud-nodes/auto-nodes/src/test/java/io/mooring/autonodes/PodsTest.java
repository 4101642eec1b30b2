package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Pod;
import io.mooring.kube.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pods as the autoscaler sees them.
final class PodsTest {

    private static final String PENDING =
            """
            metadata:
              name: web-1
              namespace: shop
              labels: {app: web}
              creationTimestamp: 2026-11-22T05:00:00Z
            spec:
              priority: 10
              nodeSelector: {disk: ssd}
              tolerations: [{key: burst, operator: Exists}]
              containers:
                - resources: {requests: {cpu: 250m, memory: 64Mi}}
                  ports: [{containerPort: 80}, {containerPort: 53, hostPort: 53, protocol: UDP}]
                - resources: {requests: {cpu: "1"}}
            status:
              phase: Pending
              conditions:
                - {type: PodScheduled, status: "False", reason: Unschedulable}
            """;

    private static Pod pod(String yaml) {
        return Pods.read(Given.object(yaml)).orElseThrow();
    }

    @Test
    void aPodThatTheSchedulerFindsNoNodeForWaits() {
        Pod pod = pod(PENDING);

        assertThat(pod.name()).isEqualTo("shop/web-1");
        assertThat(pod.unschedulable()).isTrue();
        assertThat(pod.bound()).isFalse();
        assertThat(pod.kind()).isEqualTo(Pod.Kind.WORKLOAD);
        assertThat(pod.created()).isEqualTo("2026-11-22T05:00:00Z");
        assertThat(pod.template().requests())
                .containsExactlyInAnyOrderEntriesOf(Map.of("cpu", 1250L, "memory", 64L << 20));
        assertThat(pod.template().nodeSelector()).containsEntry("disk", "ssd");
        assertThat(pod.template().tolerations()).hasSize(1);
        assertThat(pod.template().hostPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.protocol()).isEqualTo("UDP"));
    }

    @Test
    void aPodIsAsFarAsItsKubeletSays() {
        String running =
                PENDING.replace("phase: Pending", "phase: Running")
                        .replace("PodScheduled, status: \"False\"", "Ready, status: \"%s\"");

        assertThat(pod(PENDING).stage()).isEqualTo(Pod.Stage.PENDING);
        assertThat(pod(running.formatted("False")).stage()).isEqualTo(Pod.Stage.RUNNING);
        assertThat(pod(running.formatted("True")).stage()).isEqualTo(Pod.Stage.READY);
    }

    @Test
    void aBudgetLetsPodsGoThatAreNotReadyWhereEnoughAreOrWhereItSaysSo() {
        String budget =
                """
                metadata: {name: web, namespace: shop}
                spec: {selector: {matchLabels: {app: web}}%s}
                status: {disruptionsAllowed: 0, currentHealthy: %d, desiredHealthy: 2}
                """;

        assertThat(Nodes.budget(Given.object(budget.formatted("", 1))).unreadyMayGo()).isFalse();
        assertThat(Nodes.budget(Given.object(budget.formatted("", 2))).unreadyMayGo()).isTrue();
        assertThat(
                        Nodes.budget(
                                        Given.object(
                                                budget.formatted(
                                                        ", unhealthyPodEvictionPolicy: AlwaysAllow",
                                                        1)))
                                .unreadyMayGo())
                .isTrue();
    }

    @Test
    void aPodThatOthersMakeRoomForDoesNotWait() {
        assertThat(pod(PENDING.replace("phase:", "nominatedNodeName: a\n  phase:")).unschedulable())
                .isFalse();
    }

    @Test
    void aPodThatHasEndedTakesNothing() {
        assertThat(Pods.read(Given.object(PENDING.replace("Pending", "Succeeded")))).isEmpty();
    }

    @Test
    void aPodWhoseRulesCannotBeHonouredIsNotBoughtFor() {
        String rules =
                """
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms:
                          - matchFields: [{key: metadata.name, operator: In, values: [a]}]
                """;

        Pod pod = pod(PENDING.replace("  containers:\n", rules + "  containers:\n"));

        assertThat(pod.unschedulable()).isFalse();
        assertThat(pod.template().requests()).containsEntry("cpu", 1250L);
    }

    @Test
    void whatBelongsToItsNodeIsToldFromWhatMoves() {
        String daemon = "  ownerReferences: [{kind: DaemonSet, name: agent}]\nspec:";
        String mirror = "  annotations: {kubernetes.io/config.mirror: abc}\nspec:";

        assertThat(pod(PENDING.replace("spec:", daemon)).kind()).isEqualTo(Pod.Kind.DAEMON);
        assertThat(pod(PENDING.replace("spec:", mirror)).kind()).isEqualTo(Pod.Kind.MIRROR);
    }

    @Test
    void aDeletionIsCountedFromWhenItWasAskedFor() {
        String deleted =
                "  deletionTimestamp: 2026-11-22T05:01:00Z\n  deletionGracePeriodSeconds: 20\nspec:";

        Pod pod = pod(PENDING.replace("spec:", deleted));

        assertThat(pod.deletion()).isEqualTo("2026-11-22T05:00:40Z");
        assertThat(pod.grace()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void doNotDisruptHoldsForEverOrForATimeAfterTheStart() {
        String ever = "  annotations: {karpenter.sh/do-not-disrupt: \"true\"}\nspec:";
        String twoHours = "  annotations: {karpenter.sh/do-not-disrupt: 2h}\nspec:";

        assertThat(pod(PENDING.replace("spec:", ever)).protectedUntil()).isEqualTo(Instant.MAX);
        assertThat(pod(PENDING.replace("spec:", twoHours)).protectedUntil())
                .isEqualTo("2026-11-22T07:00:00Z");
    }

    @Test
    void aStartThatTakesMoreThanTheRunCounts() {
        KubeObject spec =
                Given.object(
                        """
                        initContainers:
                          - resources: {requests: {cpu: 100m}}
                            restartPolicy: Always
                          - resources: {requests: {cpu: "2", memory: 1Gi}}
                        containers:
                          - resources: {requests: {cpu: 500m, memory: 2Gi}}
                        overhead: {cpu: 50m}
                        """);

        assertThat(Requests.of(spec))
                .containsExactlyInAnyOrderEntriesOf(Map.of("cpu", 2150L, "memory", 2L << 30));
    }

    @Test
    void whatAPodAsksForAsAWholeTakesThePlaceOfTheSum() {
        KubeObject spec =
                Given.object(
                        """
                        resources: {requests: {cpu: 300m}}
                        containers:
                          - resources: {requests: {cpu: 500m, memory: 1Mi}}
                        """);

        assertThat(Requests.of(spec))
                .containsExactlyInAnyOrderEntriesOf(Map.of("cpu", 300L, "memory", 1L << 20));
    }
}
