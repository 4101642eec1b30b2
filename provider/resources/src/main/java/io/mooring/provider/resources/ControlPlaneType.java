package io.mooring.provider.resources;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.stream.Collectors;

/// What a control plane is.
public final class ControlPlaneType {

    /// The inputs, which the component VirtualCluster shares.
    public static final ObjectSchema INPUTS =
            ObjectSchema.of(
                    Property.of(
                                    "name",
                                    PropertyType.STRING,
                                    "The cluster's name: a DNS label of at most 40 characters. Made from the resource's name when not given. A change replaces the cluster.")
                            .asImmutable(),
                    Property.of(
                                    "host",
                                    HostTypes.HOST.ref(),
                                    "Where the control plane runs. Another place replaces the cluster; other credentials for it do not.")
                            .asRequired(),
                    Property.of(
                            "config",
                            new PropertyType.MapOf(PropertyType.ANY),
                            "The configuration of the cluster, as the tree of a `vcluster.yaml`. Not together with `configYaml`."),
                    Property.of(
                            "configYaml",
                            PropertyType.STRING,
                            "The configuration of the cluster, as the text of a `vcluster.yaml`. Not together with `config`."),
                    Property.of(
                            "kubernetesVersion",
                            PropertyType.STRING,
                            "The release of Kubernetes that the control plane runs: %s, which is the default, or %s. A later one upgrades it in place, one minor version at a time; it never goes back."
                                    .formatted(KubernetesVersion.BUILT, further())),
                    Property.of(
                                    "skipAwait",
                                    PropertyType.BOOLEAN,
                                    "Does not wait until the control plane answers. The outputs that it tells are missing then until a refresh.")
                            .withDefault(false));

    /// The resource.
    public static final ResourceType TYPE =
            ResourceType.of(
                            "mooring:index:ControlPlane",
                            "A virtual Kubernetes control plane: API server, controller manager, scheduler, data store and tunnel. It waits until the API answers.",
                            INPUTS,
                            outputs())
                    .withDeleteBeforeReplace();

    private ControlPlaneType() {}

    private static String further() {
        return KubernetesVersion.CARRIED.stream()
                .map(Release::toString)
                .filter(release -> !release.equals(KubernetesVersion.BUILT))
                .collect(Collectors.joining(" or "));
    }

    private static ObjectSchema outputs() {
        return ObjectSchema.of(
                Property.of("name", PropertyType.STRING, "The cluster's name.")
                        .asRequired()
                        .asStable(),
                Property.of(
                                "endpoint",
                                PropertyType.STRING,
                                "Where nodes find the control plane: `https://HOST:PORT`.")
                        .asRequired()
                        .asStable(),
                Property.of(
                                "caCertHash",
                                PropertyType.STRING,
                                "The hash of the public key of the cluster's CA, in kubeadm's form `sha256:HEX`.")
                        .asStable(),
                Property.of(
                                "kubeconfig",
                                PropertyType.STRING,
                                "The kubeconfig of an administrator, for this machine.")
                        .asSecret()
                        .asStable(),
                Property.of(
                                "localPort",
                                PropertyType.INTEGER,
                                "The loopback port of this machine that leads to the API.")
                        .asStable(),
                Property.of(
                                "engine",
                                PropertyType.STRING,
                                "The address of the container engine that it was made in. Where `DOCKER_HOST` names another one later, nothing is done.")
                        .asStable(),
                Property.of("version", PropertyType.STRING, "What the API server says it is."),
                Property.of(
                                "ready",
                                PropertyType.BOOLEAN,
                                "Whether the API answered when last looked at.")
                        .asRequired(),
                Property.of(
                        "paused",
                        PropertyType.BOOLEAN,
                        "Whether `mooring pause` had stopped it when last looked at. Then no change is made to it, and none is needed, until `mooring resume`."),
                Property.of(
                        "drift",
                        PropertyType.STRINGS,
                        "What of the objects in the host cluster or the container engine was not as declared when last looked at."),
                Property.of(
                        "warnings",
                        PropertyType.STRINGS,
                        "What should be changed in the configuration, though it works."),
                Property.of(
                                "connection",
                                ClusterConnection.TYPE.ref(),
                                "What nodes and tokens need to know of this cluster.")
                        .asStable());
    }
}
