package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;

/// The property `host.standalone.ssh` of a control plane.
final class SshHostTypes {

    private static final ObjectType JUMP =
            ObjectType.of(
                    "mooring:index:SshJump",
                    "A machine to go through.",
                    host(),
                    port(),
                    user(),
                    hostKey(),
                    key(
                            "The text of the private key to log in with; that of the control plane's machine when not given."),
                    passphrase());

    static final ObjectType SSH =
            ObjectType.of(
                    "mooring:index:SshHost",
                    "A Linux machine with systemd that SSH reaches; it runs one control plane. Its port `controlPlane.proxy.port` must be reached from here and by nodes.",
                    host().asImmutable(),
                    port(),
                    user(),
                    hostKey(),
                    key("The text of the private key to log in with, as a file like `id_ed25519` holds it.")
                            .asRequired(),
                    passphrase(),
                    Property.of(
                            "sudo",
                            PropertyType.BOOLEAN,
                            "Whether to become root there by `sudo -n`; true for a user who is not root when not given."),
                    Property.of(
                            "jumps",
                            new PropertyType.ListOf(JUMP.ref()),
                            "The machines to go through to reach it, the one to log in to first at the top."),
                    Property.of(
                            "imageArchive",
                            PropertyType.STRING,
                            "An archive of the image on this machine, as `make image` writes it; an absolute path. It is sent by SSH."),
                    Property.of(
                            "image",
                            PropertyType.STRING,
                            "The image in a registry that this machine reaches, when no archive is given; the tag of this version without one. It is sent by SSH."),
                    Property.of(
                            "address",
                            PropertyType.STRING,
                            "The host name or IP address under which users and nodes find the machine; the certificate holds for it. `host` when not given."),
                    Property.of(
                            "memoryMib",
                            PropertyType.INTEGER,
                            "How much memory the control plane may use, in MiB; 2048 when not given."));

    private SshHostTypes() {}

    private static Property host() {
        return Property.of("host", PropertyType.STRING, "The machine's name or address.")
                .asRequired();
    }

    private static Property port() {
        return Property.of(
                "port", PropertyType.INTEGER, "The port of its SSH server; 22 when not given.");
    }

    private static Property user() {
        return Property.of(
                "user", PropertyType.STRING, "Whom to log in as; `root` when not given.");
    }

    private static Property hostKey() {
        return Property.of(
                        "hostKey",
                        PropertyType.STRING,
                        "How the machine proves who it is: a line that `ssh-keyscan` prints, a public key, or a fingerprint `SHA256:...`. Nothing is sent to one that proves something else.")
                .asRequired();
    }

    private static Property key(String description) {
        return Property.of("privateKey", PropertyType.STRING, description).asSecret();
    }

    private static Property passphrase() {
        return Property.of("passphrase", PropertyType.STRING, "What that key is sealed with.")
                .asSecret();
    }
}
