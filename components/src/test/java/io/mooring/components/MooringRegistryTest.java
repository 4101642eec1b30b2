package io.mooring.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MooringRegistryTest {

    private final Registry registry = MooringRegistry.create(Map.of());

    @Test
    void everythingIsOffered() {
        assertThat(registry.resources())
                .extracting(resource -> resource.type().token().toString())
                .containsExactly(
                        "mooring:aws:Node",
                        "mooring:azure:Node",
                        "mooring:baremetal:Node",
                        "mooring:gcp:Node",
                        "mooring:index:AutoscalingPolicy",
                        "mooring:index:ControlPlane",
                        "mooring:index:ControlPlaneService",
                        "mooring:index:JoinToken",
                        "mooring:index:Snapshot",
                        "mooring:local:Node");
        assertThat(registry.components())
                .extracting(component -> component.type().token().toString())
                .containsExactly(
                        "mooring:anywhere:NodePool",
                        "mooring:aws:NodePool",
                        "mooring:azure:NodePool",
                        "mooring:baremetal:NodePool",
                        "mooring:gcp:NodePool",
                        "mooring:index:VirtualCluster",
                        "mooring:local:NodePool");
        assertThat(registry.functions())
                .extracting(function -> function.type().token().toString())
                .containsExactly(
                        "mooring:index:getKubeconfig",
                        "mooring:index:getUserData",
                        "mooring:index:getVirtualCluster",
                        "mooring:index:parseKubeconfig",
                        "mooring:index:planNodes");
    }

    @Test
    void everyPropertyIsDescribed() {
        assertThat(registry.resources())
                .flatExtracting(resource -> resource.type().inputs().properties())
                .extracting(Property::description)
                .allSatisfy(text -> assertThat(text).endsWith("."));
        assertThat(registry.components())
                .extracting(Registry.Component::type)
                .flatExtracting(type -> type.outputs().properties())
                .extracting(Property::description)
                .allSatisfy(text -> assertThat(text).endsWith("."));
    }

    @Test
    void aVirtualClusterIsAControlPlaneOfItsName() {
        var declared = new Declarations("cluster");
        ObjectValue inputs = ObjectValue.builder().put("name", "shop").build();

        ObjectValue outputs = new VirtualCluster().build(declared, inputs);

        assertThat(declared.names()).containsExactly("mooring:index:ControlPlane cluster");
        assertThat(declared.inputs("cluster")).isEqualTo(inputs);
        assertThat(outputs.field("kubeconfig")).isInstanceOf(Value.SecretValue.class);
    }

    @Test
    void theKubeconfigOfAVirtualClusterIsASecretInTheSchema() {
        ComponentType type = VirtualCluster.TYPE;

        assertThat(type.outputs().property("kubeconfig").orElseThrow().secret()).isTrue();
    }
}
