package io.mooring.nodes.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.MachineType.Offering;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GcpTypesTest {

    @Test
    void typesHaveZonesAndPricesOfCoresAndMemory() {
        try (var gce = new Gce()) {
            gce.rules().price("N2 Instance Core running in Belgium", 0.03);
            gce.rules().price("N2 Instance Ram running in Belgium", 0.004);
            gce.rules().price("Spot Preemptible N2 Instance Core running in Belgium", 0.01);
            gce.rules().price("Spot Preemptible N2 Instance Ram running in Belgium", 0.001);
            gce.rules().price("N2 Custom Instance Core running in Belgium", 7);
            gce.rules().price("N2 Sole Tenancy Instance Core running in Belgium", 8);
            gce.rules().price("Commitment v1: N2 Cpu in Belgium for 1 Year", 9);
            gce.rules().price("T2A Arm Instance Core running in Belgium", 0.02);
            gce.rules().price("E2 Instance Core running in Belgium", 0.02);
            gce.rules().price("E2 Instance Ram running in Belgium", 0.002);
            gce.rules().failCreation(_ -> true, 1, "QUOTA_EXCEEDED", "Quota exceeded.");
            GcpNodes nodes =
                    gce.open(
                            "machineTypes",
                            List.of("n2-standard-4", "t2a-standard-4", "e2-small", "a2-highgpu-1g"),
                            "capacityTypes",
                            List.of("on-demand", "spot"));
            nodes.create(gce.request("web-0"));

            List<MachineType> types = nodes.machineTypes();

            assertThat(types)
                    .extracting(
                            MachineType::name, MachineType::architecture, MachineType::accelerators)
                    .containsExactly(
                            tuple("n2-standard-4", "amd64", 0),
                            tuple("t2a-standard-4", "arm64", 0),
                            tuple("e2-small", "amd64", 0),
                            tuple("a2-highgpu-1g", "amd64", 1));
            assertThat(types.getFirst().memoryMebibytes()).isEqualTo(16_384);
            assertThat(offerings(types.getFirst(), Capacity.ON_DEMAND))
                    .extracting(Offering::zone, Offering::available)
                    .containsExactly(
                            tuple("europe-west1-b", false),
                            tuple("europe-west1-c", true),
                            tuple("europe-west1-d", true));
            assertThat(offerings(types.getFirst(), Capacity.ON_DEMAND))
                    .allSatisfy(it ->
                            assertThat(it.usdPerHour().orElseThrow())
                                    .isCloseTo(4 * 0.03 + 16 * 0.004, within()));
            assertThat(offerings(types.getFirst(), Capacity.SPOT))
                    .allSatisfy(it ->
                            assertThat(it.usdPerHour().orElseThrow())
                                    .isCloseTo(4 * 0.01 + 16 * 0.001, within()));
            assertThat(offerings(types.get(1), Capacity.ON_DEMAND))
                    .extracting(Offering::zone)
                    .containsExactly("europe-west1-c", "europe-west1-d");
            assertThat(types.subList(1, 4))
                    .flatExtracting(MachineType::offerings)
                    .allSatisfy(it -> assertThat(it.usdPerHour()).isEmpty());
        }
    }

    @Test
    void withoutThePriceListEverythingElseIsTold() {
        try (var gce = new Gce()) {
            gce.server.refuse(
                    it -> it.path().endsWith("/skus"), 1, 403, "accessNotConfigured", "no");

            assertThat(gce.open().machineTypes().getFirst().offerings())
                    .hasSize(3)
                    .allSatisfy(it -> assertThat(it.usdPerHour()).isEmpty());
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }

    private static List<Offering> offerings(MachineType type, Capacity capacity) {
        return type.offerings().stream().filter(it -> it.capacity() == capacity).toList();
    }
}
