package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.nodes.MachineType;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// What of a machine is left to pods, and what it costs.
final class MachineTypesTest {

    private static InstanceType type(Map<String, Object> kubelet, OptionalDouble price) {
        var offering = new MachineType.Offering("", MachineType.Capacity.ON_DEMAND, price, true);
        return new MachineTypes(kubelet)
                .of("local", new MachineType("small", "amd64", 2, 4096, 0, List.of(offering)));
    }

    @Test
    void theKubeletKeepsWhatItEvictsAt() {
        InstanceType type = type(Map.of(), OptionalDouble.of(0.1));

        assertThat(type.capacity())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "cpu",
                                2000L,
                                "memory",
                                4L << 30,
                                "pods",
                                110L,
                                "ephemeral-storage",
                                16L << 30));
        assertThat(type.allocatable().get("memory"))
                .isEqualTo((long) ((4L << 30) * 0.925) - (100L << 20));
        assertThat(type.allocatable().get("cpu")).isEqualTo(2000L);
    }

    @Test
    void whatTheKubeletIsToldToReserveIsTakenOff() {
        InstanceType type =
                type(
                        Map.of(
                                "maxPods",
                                30,
                                "kubeReserved",
                                Map.of("cpu", "200m", "memory", "1Gi"),
                                "systemReserved",
                                Map.of("cpu", "100m"),
                                "evictionHard",
                                Map.of("memory.available", "0%")),
                        OptionalDouble.of(0.1));

        assertThat(type.allocatable())
                .containsEntry("cpu", 1700L)
                .containsEntry("pods", 30L)
                .containsEntry("memory", (long) ((4L << 30) * 0.925) - (1L << 30));
    }

    @Test
    void aPlaceWithoutZonesIsAZoneAndWhatCostsNothingHasThePriceOfAMarket() {
        var free = type(Map.of(), OptionalDouble.of(0)).offerings().getFirst();
        var unknown = type(Map.of(), OptionalDouble.empty()).offerings().getFirst();

        assertThat(free.zone()).isEqualTo("local");
        assertThat(free.price()).isEqualTo(2 * 0.03 + 4 * 0.004).isEqualTo(unknown.price());
    }
}
