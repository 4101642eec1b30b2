package io.mooring.components;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.ClusterConnection;
import io.mooring.provider.resources.ControlPlaneType;
import java.util.List;

/// A virtual cluster: its control plane, and what a program needs to use it.
final class VirtualCluster implements ComponentHandler {

    static final ComponentType TYPE =
            ComponentType.of(
                    "mooring:index:VirtualCluster",
                    "A virtual Kubernetes cluster. Nodes join it through a node pool that is given its output `connection`.",
                    ControlPlaneType.INPUTS,
                    ObjectSchema.of(
                            Property.of("name", PropertyType.STRING, "The cluster's name.")
                                    .asRequired(),
                            Property.of(
                                            "endpoint",
                                            PropertyType.STRING,
                                            "Where nodes find the control plane: `https://HOST:PORT`.")
                                    .asRequired(),
                            Property.of(
                                    "caCertHash",
                                    PropertyType.STRING,
                                    "The hash of the public key of the cluster's CA, in kubeadm's form `sha256:HEX`."),
                            Property.of(
                                            "kubeconfig",
                                            PropertyType.STRING,
                                            "The kubeconfig of an administrator, for this machine.")
                                    .asSecret(),
                            Property.of(
                                    "version",
                                    PropertyType.STRING,
                                    "What the API server says it is."),
                            Property.of(
                                    "connection",
                                    ClusterConnection.TYPE.ref(),
                                    "What nodes and tokens need to know of this cluster.")));

    private static final List<String> OUTPUTS = TYPE.outputs().names();

    @Override
    public ObjectValue build(ComponentContext context, ObjectValue inputs) {
        Child controlPlane =
                context.child(
                        ControlPlaneType.TYPE.token().toString(), context.name().name(), inputs);
        var outputs = ObjectValue.builder();
        OUTPUTS.forEach(name -> outputs.put(name, controlPlane.output(name)));
        outputs.put("connection", secretAsAWhole(controlPlane.output("connection")));
        return outputs.build();
    }

    /// Some language hosts lose a secret inside an object; none loses an object that is a secret.
    private static Value secretAsAWhole(Value value) {
        return switch (value) {
            case Value.OutputValue(Value inner, var urns) ->
                    new Value.OutputValue(secretAsAWhole(inner), urns);
            case ObjectValue object -> new Value.SecretValue(object.plain());
            default -> value;
        };
    }
}
