package io.mooring.provider.resources;

import io.mooring.cloudinit.UserData;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a local node is.
public final class NodeType {

    /// A mark that keeps pods off a node.
    static final ObjectType TAINT =
            ObjectType.of(
                    "mooring:index:Taint",
                    "A mark that keeps pods off a node unless they tolerate it.",
                    Property.of("key", PropertyType.STRING, "The taint's key.").asRequired(),
                    Property.of("value", PropertyType.STRING, "The taint's value."),
                    Property.of(
                                    "effect",
                                    PropertyType.STRING,
                                    "`NoSchedule`, `PreferNoSchedule` or `NoExecute`.")
                            .asRequired());

    /// The cluster that a node or a pool belongs to.
    public static final Property CLUSTER =
            Property.of(
                            "cluster",
                            ClusterConnection.TYPE.ref(),
                            "The cluster to join: its output `connection`. Another cluster replaces the node.")
                    .asRequired();

    static final String FORMAT = UserData.Format.SETTING;

    static final Property USER_DATA_FORMAT =
            Property.of(
                            FORMAT,
                            PropertyType.STRING,
                            "What reads the user data on the machine, which its image decides: `cloud-config` (cloud-init: Debian, Ubuntu, the RHEL family, Amazon Linux) or `ignition` (Flatcar; at clouds only). A change replaces the node.")
                    .withDefault(UserData.Format.CLOUD_CONFIG.word())
                    .asImmutable();

    /// The settings of every node, wherever its machine is.
    static final List<Property> COMMON =
            List.of(
                    Property.of(
                            "labels",
                            PropertyType.STRING_MAP,
                            "Labels of the node. They are changed in place."),
                    Property.of(
                            "taints",
                            new PropertyType.ListOf(TAINT.ref()),
                            "Taints of the node. They are changed in place."),
                    Property.of(
                                    "kubeletExtraArgs",
                                    PropertyType.STRING_MAP,
                                    "Flags of the kubelet, without their dashes. A change replaces the node.")
                            .asImmutable(),
                    Property.of(
                                    "preJoinCommands",
                                    PropertyType.STRINGS,
                                    "Shell commands that run on the machine before it joins. A change replaces the node.")
                            .asImmutable(),
                    Property.of(
                                    "postJoinCommands",
                                    PropertyType.STRINGS,
                                    "Shell commands that run on the machine after it has joined. A change replaces the node.")
                            .asImmutable(),
                    Property.of(
                                    "proxy",
                                    PropertyType.STRING,
                                    "The proxy, `http://HOST:PORT`, by which the machine reaches the control plane and registries. A change replaces the node.")
                            .asSecret()
                            .asImmutable(),
                    Property.of(
                                    "trustedCas",
                                    PropertyType.STRINGS,
                                    "Certificates of CAs, in PEM, one in each text, that the machine trusts besides its own: those of a site's proxy or registry. A change replaces the node.")
                            .asImmutable(),
                    USER_DATA_FORMAT,
                    DrainRules.INPUT);

    static final Property POWERED_ON =
            Property.of("poweredOn", PropertyType.BOOLEAN, "Whether the machine runs.")
                    .withDefault(true);

    static final Property SKIP_AWAIT =
            Property.of(
                            "skipAwait",
                            PropertyType.BOOLEAN,
                            "Whether not to wait until the node is ready, only until its machine is made. `ready` is then what the last look found.")
                    .withDefault(false);

    /// The settings that only nodes on this machine have.
    public static final Property IMAGES =
            Property.of(
                            "images",
                            PropertyType.STRINGS,
                            "Absolute paths of image archives (OCI or Docker) that the node has from its start. A change replaces the node.")
                    .asImmutable();

    /// The settings that nodes of a pool share.
    public static final List<Property> SETTINGS =
            Stream.concat(COMMON.stream(), Stream.of(IMAGES, POWERED_ON, SKIP_AWAIT)).toList();

    static final Property NAME =
            Property.of(
                            "name",
                            PropertyType.STRING,
                            "The node's name: a DNS label of at most 40 characters. Made from the resource's name when not given. A change replaces the node.")
                    .asImmutable();

    /// The output that says what a node is called now.
    public static final String NODE_NAME = "nodeName";

    /// The outputs of every node.
    static final List<Property> OUTPUTS =
            List.of(
                    Property.of("name", PropertyType.STRING, "The node's name.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "ready",
                                    PropertyType.BOOLEAN,
                                    "Whether the node was ready when last looked at.")
                            .asRequired(),
                    Property.of(
                            "addresses",
                            PropertyType.STRINGS,
                            "The machine's addresses, in the network of the cluster's nodes."),
                    Property.of(
                            "kubeletVersion", PropertyType.STRING, "The version of the kubelet."),
                    Property.of(
                            NODE_NAME,
                            PropertyType.STRING,
                            "The node's name in its cluster: `name`, or another one where its pool replaced it before the old one went."));

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:local:Node",
                            "A private node on this machine: a Debian with systemd, containerd and kubelet in Linux namespaces, joined by cloud-init with a short-lived token. It waits until the node is ready.",
                            inputs(SETTINGS),
                            new ObjectSchema(OUTPUTS))
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    private NodeType() {}

    /// The settings of a node that a provider makes, which nodes of a pool share.
    ///
    /// @param machine what its machine is like
    static List<Property> settings(Property machine, Property poweredOn, Property skipAwait) {
        List<Property> settings = new ArrayList<>();
        settings.add(machine);
        settings.addAll(COMMON);
        settings.add(poweredOn);
        settings.add(skipAwait);
        return List.copyOf(settings);
    }

    /// The settings of a node that a cloud makes, which nodes of a pool share.
    ///
    /// @param machine what that cloud needs to know
    static List<Property> settingsOfCloud(ObjectType machine) {
        Property property =
                Property.of(
                                CloudNodeKind.MACHINE,
                                machine.ref(),
                                "Where machines are made and what they are like.")
                        .asRequired();
        return settings(property, POWERED_ON, SKIP_AWAIT);
    }

    /// The outputs of every node, and more.
    static ObjectSchema outputs(Property... more) {
        return new ObjectSchema(Stream.concat(OUTPUTS.stream(), Stream.of(more)).toList());
    }

    /// The outputs of a node whose machine a cloud has.
    static ObjectSchema machineOutputs(String providerId, String machineType, String zone) {
        return outputs(
                Property.of("providerId", PropertyType.STRING, providerId),
                Property.of("machineType", PropertyType.STRING, machineType),
                Property.of("zone", PropertyType.STRING, zone),
                Property.of(
                        "drift",
                        PropertyType.STRINGS,
                        "In what the machine differs from what would be made now, when last refreshed."));
    }

    /// The inputs of a node whose settings a pool would share.
    static ObjectSchema inputs(List<Property> settings) {
        List<Property> properties = new ArrayList<>();
        properties.add(CLUSTER);
        properties.add(NAME);
        properties.addAll(settings);
        properties.add(Rollout.INPUT);
        return new ObjectSchema(properties);
    }
}
