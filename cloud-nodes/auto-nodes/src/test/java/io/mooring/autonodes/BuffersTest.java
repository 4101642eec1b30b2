package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Buffer;
import io.mooring.kube.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much room a CapacityBuffer means.
final class BuffersTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final KubeObject WEB =
            Given.object(
                    """
                    metadata: {name: web, namespace: shop}
                    spec:
                      replicas: 11
                      template:
                        metadata: {labels: {app: web}}
                        spec:
                          containers: [{name: web, resources: {requests: {cpu: 500m, memory: 1Gi}}}]
                    """);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 3 | 3",
                "percentage: 20 | 3",
                "percentage: 1 | 1",
                "percentage: 0 | 0",
                "'replicas: 2, percentage: 90' | 2",
                "'replicas: 9, percentage: 20' | 3",
                "'limits: {cpu: 2}' | 4",
                "'replicas: 9, limits: {cpu: 2, memory: 3Gi}' | 3",
                "'replicas: 2, limits: {nvidia.com/gpu: 1}' | 2",
                "'limits: {nvidia.com/gpu: 1}' | 0",
                "'replicas: 2, provisioningStrategy: example.com/other' | 0"
            })
    void theLeastOfWhatItSaysIsKeptFree(String fields, int pods) {
        KubeObject buffer =
                Given.object(
                        "metadata: {name: spare, namespace: shop}\n"
                                + "spec: {scalableRef: {kind: Deployment, name: web}, "
                                + fields
                                + "}\n");

        var wishes = new java.util.TreeMap<String, Buffers.Wish>();
        Buffers.read(buffer).ifPresent(it -> wishes.put("shop/spare", it));
        List<Buffer> buffers =
                Buffers.of(
                        Buffers.rooms(
                                wishes, Map.of("Deployment shop/web", Buffers.ofScalable(WEB))));

        assertThat(buffers.stream().mapToInt(Buffer::pods).sum()).isEqualTo(pods);
    }

    @Test
    void theStatusSaysForHowManyPodsRoomIsKept() {
        KubeObject status = new KubeObject(BufferStatus.status(room("replicas: 3", true), NOON));

        assertThat(status.text("replicas")).hasValue("3");
        assertThat(status.maps("conditions"))
                .extracting(condition -> condition.get("type") + "=" + condition.get("status"))
                .containsExactly("ReadyForProvisioning=True", "Provisioning=True");
    }

    @Test
    void theStatusSaysWhosePodsAreNotThere() {
        KubeObject status = new KubeObject(BufferStatus.status(room("replicas: 3", false), NOON));

        assertThat(status.text("replicas")).hasValue("0");
        assertThat(status.maps("conditions"))
                .extracting(condition -> condition.get("type") + "=" + condition.get("status"))
                .containsExactly("ReadyForProvisioning=False", "Provisioning=False");
        assertThat(status.maps("conditions").getFirst())
                .containsEntry("message", "there is no Deployment shop/web");
    }

    private static Buffers.Room room(String fields, boolean known) {
        KubeObject buffer =
                Given.object(
                        "metadata: {name: spare, namespace: shop}\n"
                                + "spec: {scalableRef: {kind: Deployment, name: web}, "
                                + fields
                                + "}\n");
        var wishes = Map.of("shop/spare", Buffers.read(buffer).orElseThrow());
        return Objects.requireNonNull(
                Buffers.rooms(
                                wishes,
                                known
                                        ? Map.of("Deployment shop/web", Buffers.ofScalable(WEB))
                                        : Map.of())
                        .get("shop/spare"));
    }
}
