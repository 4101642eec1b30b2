package io.mooring.provider.resources;

import static io.mooring.provider.resources.Fixed.flag;
import static io.mooring.provider.resources.Fixed.number;
import static io.mooring.provider.resources.Fixed.text;
import static io.mooring.provider.resources.Fixed.texts;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.List;

/// What a node on Azure is.
public final class AzureNodeType {

    private static final ObjectType PLAN =
            ObjectType.of(
                    "mooring:azure:Plan",
                    "Under which an image of the marketplace is sold. Its terms must have been accepted once in the subscription.",
                    text("name", "The plan's name.").asRequired(),
                    text("product", "The plan's product: the offer of the image.").asRequired(),
                    text("publisher", "The plan's publisher.").asRequired());

    private static final ObjectType IMAGE =
            ObjectType.of(
                    "mooring:azure:Image",
                    "Which image machines boot: give either `id`, or `publisher`, `offer` and `sku`. It must be for the processors of all `vmSizes`.",
                    text(
                            "id",
                            "The id of an image, of an image in a gallery or of a version of one, also of a community gallery (`/CommunityGalleries/...`)."),
                    text("publisher", "The publisher of a marketplace image: `canonical`."),
                    text("offer", "The offer: `ubuntu-24_04-lts`."),
                    text("sku", "The sku: `server`, for arm64 `server-arm64`."),
                    text("version", "The version; `latest` if not given."),
                    Property.of(
                                    "plan",
                                    PLAN.ref(),
                                    "The plan, for an image that is sold under one.")
                            .asImmutable());

    private static final ObjectType OS_DISK =
            ObjectType.of(
                    "mooring:azure:OsDisk",
                    "The disk that machines boot from. It is deleted with the machine.",
                    number("sizeGiB", "Its size; that of the image if not given."),
                    text(
                            "type",
                            "`Premium_LRS`, `StandardSSD_LRS` and so on; what Azure takes for the size of machine if not given."),
                    text("caching", "`None`, `ReadOnly` or `ReadWrite`."),
                    flag(
                            "ephemeral",
                            "Whether it lies on the host's own disk: faster, for nothing, and lost when the machine is stopped. The size of machine must have room for it."),
                    text(
                            "encryptionSet",
                            "The id of a disk encryption set, for a key of your own."));

    /// Where a machine is and what it is like.
    private static final ObjectType MACHINE =
            ObjectType.of(
                    "mooring:azure:Machine",
                    "Where machines are made and what they are like. A change replaces the node.",
                    text("subscription", "The id of the subscription.").asRequired(),
                    text(
                                    "resourceGroup",
                                    "The name of the resource group that machines are made in. It must be there.")
                            .asRequired(),
                    text("location", "The region: `westeurope`.").asRequired(),
                    text("cloud", "`public`, `china` or `usgovernment`; `public` if not given."),
                    Property.of(
                            "endpoint",
                            PropertyType.STRING,
                            "A URL to call in place of Azure Resource Manager's own, such as that of an emulator. By http only on this machine, where nothing is signed in to."),
                    texts(
                                    "vmSizes",
                                    "Sizes of machines, the first that is to be had is taken: `Standard_D4s_v5`.")
                            .asRequired(),
                    Property.of("image", IMAGE.ref(), "Which image machines boot.")
                            .asRequired()
                            .asImmutable(),
                    text(
                                    "subnet",
                                    "The id of the subnet. It needs a way out, such as a NAT gateway.")
                            .asRequired(),
                    text("networkSecurityGroup", "The id of a network security group."),
                    flag("acceleratedNetworking", "Whether machines have accelerated networking."),
                    text("adminUsername", "The user that Azure makes; `mooring` if not given."),
                    text(
                            "sshPublicKey",
                            "The public key that this user logs in with. If not given, one that nobody has the other half of."),
                    texts("identities", "Ids of user-assigned managed identities."),
                    texts(
                            "capacityTypes",
                            "Ways to pay, `on-demand` and `spot`, in the order in which they are tried; `on-demand` if not given."),
                    text(
                            "spotMaxPrice",
                            "The most to pay for a spot machine, in USD an hour; up to the price on demand if not given."),
                    text(
                            "evictionPolicy",
                            "What becomes of a spot machine that Azure takes back: `delete`, or `deallocate`, which keeps its disk; `delete` if not given."),
                    texts(
                            "zones",
                            "Availability zones: `\"1\"`. Nodes of a pool are spread over them, and where one has no capacity the next is taken. Azure chooses if not given."),
                    text("proximityPlacementGroup", "The id of a proximity placement group."),
                    flag(
                            "encryptionAtHost",
                            "Whether disks are encrypted on the host already. The subscription must have it enabled."),
                    Property.of("osDisk", OS_DISK.ref(), "The disk that machines boot from.")
                            .asImmutable(),
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
                            "mooring:azure:Node",
                            "A private node on Azure: a virtual machine with its network interface and disk, joined by cloud-init with a short-lived token. It waits until the node is ready.",
                            NodeType.inputs(SETTINGS),
                            NodeType.machineOutputs(
                                    "What Azure knows the machine by: `azure:///subscriptions/...`.",
                                    "The size it got.",
                                    "The zone it is in: `westeurope-1`."))
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    private AzureNodeType() {}
}
