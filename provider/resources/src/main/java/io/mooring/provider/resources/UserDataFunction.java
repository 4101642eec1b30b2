package io.mooring.provider.resources;

import io.mooring.cloudinit.CaHash;
import io.mooring.cloudinit.Endpoint;
import io.mooring.cloudinit.JoinToken;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.UserData;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.Base64;
import java.util.List;

/// The function that renders the user data with which a machine, wherever it is, becomes a node.
final class UserDataFunction {

    static final FunctionType TYPE =
            FunctionType.of(
                            "mooring:index:getUserData",
                            "The user data, for cloud-init or Ignition, with which a machine that can reach the control plane becomes a node.",
                            ObjectSchema.of(
                                    NodeType.CLUSTER,
                                    Property.of(
                                                    "token",
                                                    PropertyType.STRING,
                                                    "A join token: the output `token` of a JoinToken.")
                                            .asRequired()
                                            .asSecret(),
                                    Property.of("nodeName", PropertyType.STRING, "The node's name.")
                                            .asRequired(),
                                    Property.of(
                                            "labels",
                                            PropertyType.STRING_MAP,
                                            "Labels of the node."),
                                    Property.of(
                                            "taints",
                                            new PropertyType.ListOf(NodeType.TAINT.ref()),
                                            "Taints of the node."),
                                    Property.of(
                                            "kubeletExtraArgs",
                                            PropertyType.STRING_MAP,
                                            "Flags of the kubelet, without their dashes."),
                                    Property.of(
                                            "preJoinCommands",
                                            PropertyType.STRINGS,
                                            "Shell commands that run before the machine joins."),
                                    Property.of(
                                            "postJoinCommands",
                                            PropertyType.STRINGS,
                                            "Shell commands that run after it has joined."),
                                    Property.of(
                                                    "proxy",
                                                    PropertyType.STRING,
                                                    "The proxy, `http://HOST:PORT`, by which the machine reaches the control plane and registries.")
                                            .asSecret(),
                                    Property.of(
                                            "trustedCas",
                                            PropertyType.STRINGS,
                                            "Certificates of CAs, in PEM, one in each text, that the machine trusts besides its own."),
                                    Property.of(
                                                    NodeType.FORMAT,
                                                    PropertyType.STRING,
                                                    "What reads it on the machine: `cloud-config` (cloud-init) or `ignition` (Flatcar).")
                                            .withDefault(UserData.Format.CLOUD_CONFIG.word())),
                            ObjectSchema.of(
                                    Property.of(
                                                    "userData",
                                                    PropertyType.STRING,
                                                    "The document. It holds the token.")
                                            .asRequired()
                                            .asSecret(),
                                    Property.of(
                                                    "userDataGzipBase64",
                                                    PropertyType.STRING,
                                                    "The same, compressed and in base64, as clouds take it.")
                                            .asRequired()
                                            .asSecret()))
                    .asPure();

    private UserDataFunction() {}

    static ObjectValue render(ObjectValue arguments, OperationContext context) {
        try {
            var cluster = ClusterConnection.of(arguments.requireObject("cluster"));
            NodeSettings settings =
                    NodeSettings.of(
                                    Endpoint.parse(cluster.endpoint()),
                                    new CaHash(cluster.caCertHash()),
                                    new JoinToken(arguments.requireText("token")),
                                    arguments.requireText("nodeName"))
                            .withLabels(arguments.textMap("labels"))
                            .withTaints(NodePlan.taints(arguments))
                            .withKubelet(NodePlan.kubelet(arguments))
                            .withSite(NodePlan.site(arguments));
            List<PropertyFailure> unknown = NodePlan.checkFormat(arguments);
            if (!unknown.isEmpty()) {
                throw new InvalidInputs("rendering user data:", unknown);
            }
            UserData.Format format = NodePlan.format(arguments);
            return ObjectValue.builder()
                    .put("userData", Value.secret(UserData.render(settings, format)))
                    .put(
                            "userDataGzipBase64",
                            Value.secret(
                                    Base64.getEncoder()
                                            .encodeToString(UserData.renderGzip(settings, format))))
                    .build();
        } catch (IllegalArgumentException e) {
            throw Failures.nothingMade("rendering user data", e);
        }
    }
}
