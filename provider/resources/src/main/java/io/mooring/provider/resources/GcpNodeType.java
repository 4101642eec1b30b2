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

/// What a node on Google Cloud is.
public final class GcpNodeType {

    private static final ObjectType IMAGE =
            ObjectType.of(
                    "mooring:gcp:Image",
                    "Which image machines boot: give either `family` or `name`. It must be for the processors of all `machineTypes`, and have cloud-init.",
                    text(
                            "family",
                            "A family of images, of which the newest is taken: `ubuntu-2404-lts-amd64`."),
                    text("name", "The name of an image."),
                    text(
                            "project",
                            "The project that has it: `ubuntu-os-cloud`; that of the machines if not given."));

    private static final ObjectType ACCELERATOR =
            ObjectType.of(
                    "mooring:gcp:Accelerator",
                    "Accelerators that are attached to each machine, besides those that its type has.",
                    text("type", "What kind: `nvidia-tesla-t4`.").asRequired(),
                    number("count", "How many; 1 if not given."));

    private static final ObjectType BOOT_DISK =
            ObjectType.of(
                    "mooring:gcp:BootDisk",
                    "The disk that machines boot from. It is deleted with the machine.",
                    number("sizeGiB", "Its size; that of the image if not given."),
                    text("type", "`pd-balanced`, `hyperdisk-balanced` and so on."),
                    text("kmsKey", "A key of your own, by its full name: `projects/...`."));

    private static final ObjectType DISK =
            ObjectType.of(
                    "mooring:gcp:Disk",
                    "An empty disk besides. It is deleted with the machine.",
                    number("sizeGiB", "Its size.").asRequired(),
                    text("type", "`pd-balanced`, `hyperdisk-balanced` and so on."),
                    text("kmsKey", "A key of your own, by its full name: `projects/...`."));

    /// Where a machine is and what it is like.
    private static final ObjectType MACHINE =
            ObjectType.of(
                    "mooring:gcp:Machine",
                    "Where machines are made and what they are like. A change replaces the node.",
                    text("project", "The id of the project that machines are made in.")
                            .asRequired(),
                    text("region", "The region: `europe-west1`.").asRequired(),
                    texts(
                            "zones",
                            "Zones of the region: `europe-west1-b`. Nodes of a pool are spread over them, and where one has no capacity the next is taken. All zones of the region if not given."),
                    Property.of(
                            "endpoint",
                            PropertyType.STRING,
                            "A URL to call in place of Google's own, such as that of an emulator. By http only on this machine, where nothing is signed in to."),
                    texts(
                                    "machineTypes",
                                    "Types of machines, the first that is to be had is taken: `n2-standard-4`.")
                            .asRequired(),
                    Property.of("image", IMAGE.ref(), "Which image machines boot.")
                            .asRequired()
                            .asImmutable(),
                    text(
                            "network",
                            "The network, by name or as `projects/.../global/networks/...`; that of the subnetwork, or `default`, if not given."),
                    text(
                            "subnetwork",
                            "The subnetwork, by name or as `projects/.../regions/.../subnetworks/...`. It needs a way out, such as Cloud NAT."),
                    flag("publicIp", "Whether machines have a public address."),
                    flag(
                            "ipForwarding",
                            "Whether machines may send packets with addresses of others, as routes to pods need."),
                    texts("networkTags", "Tags that rules of firewalls and routes go by."),
                    text(
                            "serviceAccount",
                            "The e-mail address of the service account that programs on machines call Google as, or `default`; none if not given."),
                    texts(
                            "scopes",
                            "What the service account may be used for: `https://www.googleapis.com/auth/...`; everything that it may do if not given."),
                    texts(
                            "capacityTypes",
                            "Ways to pay, `on-demand` and `spot`, in the order in which they are tried; `on-demand` if not given."),
                    text(
                            "evictionPolicy",
                            "What becomes of a spot machine that Google takes back: `delete`, or `stop`, which keeps its disks; `delete` if not given."),
                    text("reservation", "A reservation that machines are taken from."),
                    Property.of(
                                    "accelerators",
                                    new PropertyType.ListOf(ACCELERATOR.ref()),
                                    "Accelerators that are attached to each machine.")
                            .asImmutable(),
                    text(
                            "minCpuPlatform",
                            "The oldest generation of processors to take: `Intel Ice Lake`."),
                    text(
                            "placementPolicy",
                            "A placement policy, by name or as `projects/.../resourcePolicies/...`."),
                    flag("secureBoot", "Whether machines start signed software alone."),
                    Property.of("bootDisk", BOOT_DISK.ref(), "The disk that machines boot from.")
                            .asImmutable(),
                    Property.of(
                                    "disks",
                                    new PropertyType.ListOf(DISK.ref()),
                                    "Empty disks besides.")
                            .asImmutable(),
                    Property.of(
                                    "metadata",
                                    PropertyType.STRING_MAP,
                                    "Metadata of machines besides the user data. Whatever runs on a machine can read it.")
                            .asImmutable(),
                    Property.of(
                                    "labels",
                                    PropertyType.STRING_MAP,
                                    "Labels of everything that is made, besides those that say whose it is.")
                            .asImmutable());

    /// The settings that nodes of a pool share.
    public static final List<Property> SETTINGS = NodeType.settingsOfCloud(MACHINE);

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:gcp:Node",
                            "A private node on Google Cloud: an instance of Compute Engine with its disks, joined by cloud-init with a short-lived token. It waits until the node is ready.",
                            NodeType.inputs(SETTINGS),
                            NodeType.machineOutputs(
                                    "What Google knows the machine by: `gce://PROJECT/ZONE/NAME`.",
                                    "The type it got.",
                                    "The zone it is in."))
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    private GcpNodeType() {}
}
