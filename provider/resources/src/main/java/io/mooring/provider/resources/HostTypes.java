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

    private static final ObjectType SSH =
            ObjectType.of(
                    "mooring:index:SshHost",
                    "A Linux machine reached by SSH. Not supported by this version.",
                    Property.of("host", PropertyType.STRING, "The machine's name or address."));

    private static final ObjectType STANDALONE =
            ObjectType.of(
                    "mooring:index:StandaloneHost",
                    "A service on a Linux machine, without any host cluster. Give exactly one of its properties.",
                    Property.of("local", LOCAL.ref(), "This machine."),
                    Property.of(
                            "ssh",
                            SSH.ref(),
                            "A machine reached by SSH. Not supported by this version."));

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
                    "A container engine. Not supported by this version.",
                    Property.of("endpoint", PropertyType.STRING, "The engine's address."));

    static final ObjectType HOST =
            ObjectType.of(
                    "mooring:index:Host",
                    "Where a control plane runs. Give exactly one of its properties.",
                    Property.of("standalone", STANDALONE.ref(), "A service on a Linux machine.")
                            .asImmutable(),
                    Property.of("kubernetes", KUBERNETES.ref(), "A namespace of a host cluster."),
                    Property.of(
                                    "docker",
                                    DOCKER.ref(),
                                    "A container engine. Not supported by this version.")
                            .asImmutable());

    private HostTypes() {}
}
