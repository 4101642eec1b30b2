package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.nodes.MachineType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What nodes teach about machines of their type.
final class LearnedTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    private final InstanceType sold =
            new MachineTypes(Map.of())
                    .of("cloud", new MachineType("small", "amd64", 2, 4096, 0, List.of()));

    private static Claim claim() {
        var none = new TreeMap<String, Long>();
        var spec =
                new Claim.Spec(
                        "small",
                        "a",
                        "on-demand",
                        "",
                        0.1,
                        new TreeMap<>(),
                        List.of(),
                        List.of(),
                        none,
                        none,
                        null,
                        null,
                        "",
                        List.of());
        return new Claim(
                "one",
                "burst",
                "cloud",
                NOW,
                spec,
                Claim.Status.NEW.launched("cloud://one", NOW).registered(NOW).initialized(NOW),
                null,
                null);
    }

    private SortedMap<String, Long> learned(String allocatable) {
        Node node =
                Nodes.read(
                        Given.object(
                                "{metadata: {name: one}, status: {allocatable: %s}}"
                                        .formatted(allocatable)));
        return Learned.types(
                        new TreeMap<>(Map.of("cloud", List.of(sold))),
                        new TreeMap<>(Map.of("one", claim())),
                        new TreeMap<>(Map.of("one", node)))
                .get("cloud")
                .getFirst()
                .allocatable();
    }

    @ParameterizedTest
    @CsvSource({
        "'{memory: 3Gi, ephemeral-storage: 50Gi}', 3, 50",
        "'{memory: 8Gi, ephemeral-storage: 5Gi}', 3.5, 5",
        "'{memory: 3Gi}', 3, 0",
    })
    void ofMemoryTheLessCountsAndOfTheDiskWhatThereIs(
            String allocatable, double mostMemory, long disk) {
        assertThat(learned(allocatable))
                .hasEntrySatisfying(
                        "memory",
                        it ->
                                assertThat(it)
                                        .isLessThanOrEqualTo(
                                                (long) (mostMemory * (1L << 30)) + (200L << 20)))
                .containsEntry("ephemeral-storage", disk << 30);
    }
}
