package io.mooring.provider.resources;

import static io.mooring.provider.resources.Fixed.number;
import static io.mooring.provider.resources.Fixed.text;
import static io.mooring.provider.resources.Fixed.texts;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.List;

/// What a node on EC2 is.
public final class AwsNodeType {

    private static final ObjectType IMAGE =
            ObjectType.of(
                    "mooring:aws:Image",
                    "Which image machines boot: give exactly one of `id`, `ssmParameter` and `name`. In names, `{arch}` stands for `x86_64` or `arm64` and `{debArch}` for `amd64` or `arm64`, as the instance type has it.",
                    text("id", "The id of an image: `ami-...`."),
                    text(
                            "ssmParameter",
                            "A parameter of the Systems Manager that holds the id of an image. It is read when a machine is made."),
                    text(
                            "name",
                            "The name of images, with `*` for any characters; the newest one is taken when a machine is made. Needs `owners`."),
                    Property.of(
                                    "owners",
                                    PropertyType.STRINGS,
                                    "Whose images to choose from by name: account ids, `self`, `amazon` or `aws-marketplace`.")
                            .asImmutable());

    private static final ObjectType PLACEMENT =
            ObjectType.of(
                    "mooring:aws:Placement",
                    "On which hosts machines run.",
                    text("group", "The name of a placement group."),
                    number("partition", "The partition of that group, 1 to 7."),
                    text("tenancy", "`default` or `dedicated`."));

    private static final ObjectType VOLUME =
            ObjectType.of(
                    "mooring:aws:Volume",
                    "A disk of a machine. It is deleted with the machine.",
                    text("device", "Its name, such as `/dev/sdf`; not for the root volume."),
                    number(
                            "sizeGiB",
                            "Its size. That of the image for the root volume, if not given."),
                    text("type", "Its type; `gp3` if not given."),
                    number("iops", "Operations a second."),
                    number("throughput", "MiB a second, of `gp3`."),
                    Property.of(
                                    "encrypted",
                                    PropertyType.BOOLEAN,
                                    "Whether it is encrypted; true if not given.")
                            .asImmutable(),
                    text("kmsKey", "The key it is encrypted with, if not the account's own."));

    /// Where a machine is and what it is like.
    private static final ObjectType MACHINE =
            ObjectType.of(
                    "mooring:aws:Machine",
                    "Where machines are made and what they are like. A change replaces the node.",
                    text("region", "The region; that of `AWS_REGION` or the profile if not given."),
                    Property.of(
                            "profile",
                            PropertyType.STRING,
                            "The profile whose credentials are used; what the environment says if not given."),
                    Property.of(
                            "endpoint",
                            PropertyType.STRING,
                            "A URL to call in place of AWS's own, such as that of an emulator."),
                    texts(
                                    "instanceTypes",
                                    "Types of instances, the first that is to be had is taken: `m7i.large`.")
                            .asRequired(),
                    Property.of("image", IMAGE.ref(), "Which image machines boot.")
                            .asRequired()
                            .asImmutable(),
                    texts(
                            "subnets",
                            "Ids of subnets. Nodes of a pool are spread over them, and where one has no capacity the next is taken. The account's default if neither these nor `subnetTags` are given."),
                    Property.of(
                                    "subnetTags",
                                    PropertyType.STRING_MAP,
                                    "Tags of the subnets to use, in place of `subnets`.")
                            .asImmutable(),
                    texts("securityGroups", "Ids of security groups."),
                    Property.of(
                                    "publicIp",
                                    PropertyType.BOOLEAN,
                                    "Whether machines have a public address; as the subnet says if not given.")
                            .asImmutable(),
                    text("instanceProfile", "The name or ARN of an instance profile."),
                    text("keyName", "The name of a key pair for SSH."),
                    texts(
                            "capacityTypes",
                            "Ways to pay, `on-demand` and `spot`, in the order in which they are tried; `on-demand` if not given."),
                    text("spotMaxPrice", "The most to pay for a spot machine, in USD an hour."),
                    text("capacityReservation", "The id of a capacity reservation to use."),
                    Property.of("placement", PLACEMENT.ref(), "On which hosts machines run.")
                            .asImmutable(),
                    Property.of("rootVolume", VOLUME.ref(), "The disk that machines boot from.")
                            .asImmutable(),
                    Property.of("volumes", new PropertyType.ListOf(VOLUME.ref()), "Further disks.")
                            .asImmutable(),
                    number(
                            "metadataHopLimit",
                            "How many hops the answers of the instance metadata service may take; 1, which keeps it from pods, if not given. IMDSv2 is always required."),
                    Property.of(
                                    "tags",
                                    PropertyType.STRING_MAP,
                                    "Tags of everything that is made, besides those that say whose it is.")
                            .asImmutable());

    /// The settings that nodes of a pool share.
    public static final List<Property> SETTINGS = NodeType.settingsOfCloud(MACHINE);

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:aws:Node",
                            "A private node on EC2: an instance with all that belongs to it, joined by cloud-init with a short-lived token. It waits until the node is ready.",
                            NodeType.inputs(SETTINGS),
                            NodeType.machineOutputs(
                                    "What EC2 knows the machine by: `aws:///ZONE/INSTANCE`.",
                                    "The instance type it got.",
                                    "The zone it is in."))
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    private AwsNodeType() {}
}
