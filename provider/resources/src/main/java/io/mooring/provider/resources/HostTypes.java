package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;

/// The property `host` of a control plane: where it runs.
final class HostTypes {

    private static final ObjectType LOCAL =
            ObjectType.of(
                    "mooring:index:LocalHost",
                    "This machine, in a network namespace of its own. Needs Linux and root.",
                    Property.of(
                                    "dataDir",
                                    PropertyType.STRING,
                                    "Where the control plane keeps its state; an absolute path. `/var/lib/mooring/NAME` when not given.")
                            .asImmutable());

    private static final ObjectType STANDALONE =
            ObjectType.of(
                    "mooring:index:StandaloneHost",
                    "A service on a Linux machine, without any host cluster. Give exactly one of its properties.",
                    Property.of("local", LOCAL.ref(), "This machine."),
                    Property.of("ssh", SshHostTypes.SSH.ref(), "A machine reached by SSH."));

    private static final ObjectType KUBERNETES =
            ObjectType.of(
                    "mooring:index:KubernetesHost",
                    "A namespace of a host cluster.",
                    Property.of(
                                    "kubeconfig",
                                    PropertyType.STRING,
                                    "The kubeconfig of the host cluster, as text. What `KUBECONFIG` names, or the user's own, when not given.")
                            .asSecret(),
                    Property.of(
                            "context",
                            PropertyType.STRING,
                            "The context in the kubeconfig, if not its current one."),
                    Property.of(
                                    "namespace",
                                    PropertyType.STRING,
                                    "The namespace in the host cluster; the cluster's name when not given. It is made if there is none, and removed with the cluster then.")
                            .asImmutable());

    private static final ObjectType DOCKER =
            ObjectType.of(
                    "mooring:index:DockerHost",
                    "A container engine: Docker 20.10 or later, or one that speaks its API. Nodes are machines of their own, which reach the published port.",
                    Property.of(
                                    "endpoint",
                                    PropertyType.STRING,
                                    "The engine's address: `unix:///PATH` or `tcp://HOST:PORT`. What `DOCKER_HOST` says, or `unix:///var/run/docker.sock`, when not given.")
                            .asImmutable(),
                    Property.of(
                            "certPath",
                            PropertyType.STRING,
                            "The directory of `ca.pem`, `cert.pem` and `key.pem` for an engine with TLS; an absolute path. What `DOCKER_CERT_PATH` says when not given and `DOCKER_TLS_VERIFY` is set."),
                    Property.of(
                            "image",
                            PropertyType.STRING,
                            "The image of the control plane: `mooring.local/control-plane` when not given, and the tag of this version without one. It is pulled if the engine has it not."),
                    Property.of(
                            "imageArchive",
                            PropertyType.STRING,
                            "An archive of the image on this machine, as `make image` writes it, for an engine that has it not; an absolute path. Then nothing is pulled."),
                    Property.of(
                            "hostIp",
                            PropertyType.STRING,
                            "The address of the engine's machine that the port is published on. `127.0.0.1` when not given, but `0.0.0.0` with `address`, an endpoint on another machine, or `controlPlane.endpoint` in the configuration."),
                    Property.of(
                            "port",
                            PropertyType.INTEGER,
                            "The port of the engine's machine that leads to the control plane. When not given, that of `controlPlane.endpoint` in the configuration, else one that is drawn once and kept."),
                    Property.of(
                            "address",
                            PropertyType.STRING,
                            "The host name or IP address under which users and nodes find the engine's machine, in a VPN for one; the certificate holds for it. The host of `endpoint` when not given, else `127.0.0.1`."),
                    Property.of(
                            "network",
                            PropertyType.STRING,
                            "A network of the engine that exists, in place of one for this cluster alone."),
                    Property.of(
                            "memoryMib",
                            PropertyType.INTEGER,
                            "How much memory the control plane may use, in MiB; 2048 when not given."));

    static final ObjectType HOST =
            ObjectType.of(
                    "mooring:index:Host",
                    "Where a control plane runs. Give exactly one of its properties.",
                    Property.of("standalone", STANDALONE.ref(), "A service on a Linux machine.")
                            .asImmutable(),
                    Property.of("kubernetes", KUBERNETES.ref(), "A namespace of a host cluster."),
                    Property.of("docker", DOCKER.ref(), "A container engine."));

    private HostTypes() {}
}
