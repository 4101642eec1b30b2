package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.List;

/// What a node on a machine of an inventory is.
public final class BareMetalNodeType {

    private static final String HOST_KEY_TEXT =
            "The key that its SSH server must prove to have: a line of known_hosts as `ssh-keyscan` prints it, the text of a public key file, or a fingerprint `SHA256:...`. Nothing is sent to a server that has another.";

    private static final Property ADDRESS =
            text("address", "Its address or host name.").asRequired();
    private static final Property HOST_KEY = text("hostKey", HOST_KEY_TEXT).asRequired();

    private static final ObjectType JUMP =
            ObjectType.of(
                    "mooring:baremetal:Jump",
                    "A machine to go through by SSH. What is not given is as for the inventory.",
                    ADDRESS,
                    number("port", "The port of its SSH server."),
                    text("user", "Whom to log in as; needs no rights but to forward."),
                    HOST_KEY,
                    secret("privateKey", "The text of a private key."),
                    secret("passphrase", "What that key is sealed with."));

    private static final ObjectType BMC =
            ObjectType.of(
                    "mooring:baremetal:Bmc",
                    "The controller of a machine's board, called by Redfish.",
                    text("url", "Its URL: `https://10.0.1.11`.").asRequired(),
                    text("user", "Whom to sign in as; may be given for all instead."),
                    secret("password", "The password of that user."),
                    text(
                            "certificate",
                            "The fingerprint of its certificate: `SHA256:` and what `openssl x509 -fingerprint -sha256` prints. If not given, it must have one that Java trusts."),
                    text(
                            "system",
                            "The path of the machine, where the controller has several: `/redfish/v1/Systems/1`."),
                    text(
                            "media",
                            "The URL of the image of a disc to boot a machine from that is off, has no claim, and does not answer by SSH when it is switched on: an installer that needs nobody. What is on its disks is lost then."));

    private static final ObjectType BMC_DEFAULTS =
            ObjectType.of(
                    "mooring:baremetal:BmcDefaults",
                    "What is the same for the controllers of all machines.",
                    text("user", "Whom to sign in as."),
                    secret("password", "The password of that user."),
                    text("certificate", "The fingerprint of their certificate."),
                    text("media", "The URL of the image of a disc to boot from, as for one."));

    private static final ObjectType HOST =
            ObjectType.of(
                    "mooring:baremetal:Host",
                    "A machine with an operating system and an SSH server. What is not given is as for the inventory.",
                    text("name", "What to call it; its address if not given."),
                    ADDRESS,
                    number("port", "The port of its SSH server."),
                    text("user", "Whom to log in as."),
                    HOST_KEY,
                    secret("privateKey", "The text of a private key."),
                    secret("passphrase", "What that key is sealed with."),
                    flag("sudo", "Whether to become root there by `sudo -n`."),
                    Property.of(
                            "bmc",
                            BMC.ref(),
                            "What has its power. A machine that is off is switched on when a node may need it, and off by `poweredOn: false`."));

    /// Which machines there are. Not a reason to replace a node: machines come and go beside it.
    private static final ObjectType MACHINE =
            ObjectType.of(
                    "mooring:baremetal:Machine",
                    "The machines to take nodes from, and how to reach them. Machines that no node is on may be added and taken out at any time.",
                    Property.of(
                                    "inventory",
                                    new PropertyType.ListOf(HOST.ref()),
                                    "The machines. A node claims the first one that is free.")
                            .asRequired(),
                    number("port", "The port of their SSH servers; 22 if not given."),
                    text("user", "Whom to log in as; `root` if not given."),
                    secret(
                            "privateKey",
                            "The text of the private key to log in with, as a file like `id_ed25519` holds it."),
                    secret("passphrase", "What that key is sealed with."),
                    flag(
                            "sudo",
                            "Whether to become root there by `sudo -n`; true for a user who is not root if not given."),
                    Property.of(
                            "jumps",
                            new PropertyType.ListOf(JUMP.ref()),
                            "The machines to go through to reach them, the one to log in to first at the top."),
                    Property.of(
                            "bmc",
                            BMC_DEFAULTS.ref(),
                            "What is the same for the controllers of all machines."));

    private static final Property POWERED_ON =
            Property.of(
                            "poweredOn",
                            PropertyType.BOOLEAN,
                            "Whether the machine is a node just now. If not, its pods and the node's programs are stopped; the machine itself is switched off where it has a `bmc`, and goes on running where it has none.")
                    .withDefault(true);

    private static final Property SKIP_AWAIT =
            Property.of(
                            "skipAwait",
                            PropertyType.BOOLEAN,
                            "Whether not to wait until the node is ready, only until its machine is told to join. `ready` is then what the last look found.")
                    .withDefault(false);

    /// The settings that nodes of a pool share.
    public static final List<Property> SETTINGS =
            NodeType.settings(
                    Property.of("machine", MACHINE.ref(), "The machines to take nodes from.")
                            .asRequired(),
                    POWERED_ON,
                    SKIP_AWAIT);

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:baremetal:Node",
                            "A private node on a machine that stands somewhere already: claimed out of an inventory by SSH, joined with a short-lived token, and wiped when it is given back. It waits until the node is ready.",
                            NodeType.inputs(SETTINGS),
                            outputs())
                    .withDeleteBeforeReplace()
                    .withNamesIn("cluster");

    private BareMetalNodeType() {}

    private static ObjectSchema outputs() {
        return NodeType.outputs(
                Property.of(
                        "providerId",
                        PropertyType.STRING,
                        "The machine it is on: `baremetal:///NAME`."),
                Property.of(
                        "machineType",
                        PropertyType.STRING,
                        "What that machine is like: `amd64-8cpu-32Gi`."));
    }

    private static Property text(String name, String description) {
        return Property.of(name, PropertyType.STRING, description);
    }

    private static Property secret(String name, String description) {
        return text(name, description).asSecret();
    }

    private static Property number(String name, String description) {
        return Property.of(name, PropertyType.INTEGER, description);
    }

    private static Property flag(String name, String description) {
        return Property.of(name, PropertyType.BOOLEAN, description);
    }
}
