package io.mooring.syncer.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "cpu, 4, 1500m, 2500m",
        "cpu, 0.5, 100m, 400m",
        "cpu, 1, 2, 0m",
        "cpu, 250000000n, 1u, 249m",
        "memory, 16Gi, 1Gi, 16106127360",
        "memory, 1e3, 1k, 0",
        "memory, 2M, 500k, 1500000",
        "memory, 128974848, 123Mi, 0",
        "pods, 110, 3, 107",
        "nvidia.com/gpu, 4, 1, 3",
        "memory, 16Gi, nonsense, 16Gi",
        "memory, 16Gi, 0, 16Gi",
        "memory, 1Xi, 1, 1Xi",
    })
    void whatIsTakenIsLessOfWhatIsThere(String name, String there, String taken, String left) {
        assertThat(Amounts.of(Map.of(name, taken)).leftOf(Map.of(name, there)))
                .isEqualTo(Map.of(name, left));
    }

    @Test
    void aPodCountsAsWhatItAsksForAtMost() {
        var pod =
                new KubeObject(
                        Map.of(
                                "spec",
                                Map.of(
                                        "initContainers",
                                        List.of(
                                                asking("2", "1Gi", false),
                                                asking("500m", "100Mi", true),
                                                asking("1", "4Gi", false)),
                                        "containers",
                                        List.of(
                                                asking("1", "1Gi", false),
                                                asking("1", "1Gi", false)),
                                        "overhead",
                                        Map.of("memory", "24Mi"))));

        assertThat(PodAmounts.of(pod).leftOf(Map.of("cpu", "10", "memory", "10Gi", "pods", "5")))
                .isEqualTo(
                        Map.of(
                                "cpu",
                                "7500m",
                                "memory",
                                Long.toString(((10L - 4) * 1024 - 100 - 24) << 20),
                                "pods",
                                "4"));
    }

    private static Map<String, Object> asking(String cpu, String memory, boolean beside) {
        return Map.of(
                "restartPolicy",
                beside ? "Always" : "",
                "resources",
                Map.of("requests", Map.of("cpu", cpu, "memory", memory)));
    }
}
