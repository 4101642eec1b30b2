package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeObject;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlPlaneServiceInputsTest {

    private static final String PLACE =
            "name: door\nclusterName: shop\nhost: {kubernetes: {namespace: tenants}}\n";

    /// As an API server tells it that filled in what nobody had said.
    private static final KubeObject LIVE =
            KubeObject.parse(
                    """
                    {"apiVersion": "v1", "kind": "Service",
                     "metadata": {"name": "door", "namespace": "tenants",
                       "labels": {"tier": "web", "added": "later", "mooring.io/cluster": "shop"},
                       "annotations": {"example.com/team": "shop", "mooring.io/owner": "stack a/b, resource c"},
                       "managedFields": [
                         {"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:spec": {"f:externalTrafficPolicy": {}}}},
                         {"manager": "mooring", "operation": "Apply", "fieldsV1": {
                           "f:metadata": {
                             "f:labels": {"f:tier": {}, "f:mooring.io/cluster": {}},
                             "f:annotations": {"f:example.com/team": {}, "f:mooring.io/owner": {}}},
                           "f:spec": {"f:type": {}, "f:loadBalancerSourceRanges": {}, "f:ports": {
                             "k:{\\"port\\":443,\\"protocol\\":\\"TCP\\"}": {"f:port": {}, "f:nodePort": {}},
                             "k:{\\"port\\":8132,\\"protocol\\":\\"TCP\\"}": {"f:port": {}}}}}}]},
                     "spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Cluster",
                       "loadBalancerSourceRanges": ["203.0.113.0/24"],
                       "selector": {"mooring.io/cluster": "shop"},
                       "ports": [
                         {"name": "https", "port": 443, "protocol": "TCP", "nodePort": 30443},
                         {"name": "tunnel", "port": 8132, "protocol": "TCP", "nodePort": 31999}]}}
                    """);

    @Test
    void anImportTakesWhatSomebodyGaveAndNotWhatTheHostClusterFilledIn() {
        ObjectValue inputs = ControlPlaneServiceInputs.imported(Given.value(PLACE), LIVE);

        assertThat(inputs)
                .isEqualTo(
                        Given.value(
                                PLACE
                                        + """
                                        type: LoadBalancer
                                        port: 443
                                        skipAwait: false
                                        loadBalancerSourceRanges: [203.0.113.0/24]
                                        tunnelPort: 8132
                                        nodePort: 30443
                                        annotations: {example.com/team: shop}
                                        labels: {tier: web}
                                        """));
    }

    @Test
    void aLookChangesTheInputsThatDifferAndLeavesToTheHostClusterWhatWasLeftToIt() {
        String as = PLACE + "type: LoadBalancer\nport: 443\ntunnelPort: 8132\n";
        ObjectValue same =
                Given.value(as + "annotations: {example.com/team: shop}\nlabels: {tier: web}");
        ObjectValue other =
                Given.value(
                        PLACE
                                + "type: NodePort\nport: 6443\nnodePort: 30001\nannotations: {gone: x, example.com/team: y}\nexternalTrafficPolicy: Local");

        assertThat(ControlPlaneServiceInputs.found(same, LIVE)).isEqualTo(same);
        assertThat(ControlPlaneServiceInputs.found(other, LIVE))
                .isEqualTo(
                        Given.value(
                                PLACE
                                        + "type: LoadBalancer\nport: 443\nnodePort: 30443\nannotations: {example.com/team: shop}\nexternalTrafficPolicy: Cluster"));
    }

    @Test
    void anIdNamesTheNamespaceAndTheContextIfThereIsOne() {
        assertThat(ServiceImportId.parse("tenants/door"))
                .isEqualTo(
                        new ServiceImportId(
                                "door", Given.value("kubernetes: {namespace: tenants}")));
        assertThat(ServiceImportId.parse("arn:aws:eks:eu:1:cluster/big/tenants/door"))
                .isEqualTo(
                        new ServiceImportId(
                                "door",
                                Given.value(
                                        "kubernetes: {namespace: tenants, context: 'arn:aws:eks:eu:1:cluster/big'}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"door", "/door", "tenants/", ""})
    void anIdThatNamesNoServiceIsRefusedWithWhatToWrite(String id) {
        assertThatThrownBy(() -> ServiceImportId.parse(id))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "importing \"%s\": this names no Service; write NAMESPACE/NAME, or CONTEXT/NAMESPACE/NAME for one of another context"
                                .formatted(id));
    }
}
