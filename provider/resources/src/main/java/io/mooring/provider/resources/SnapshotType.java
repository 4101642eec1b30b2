package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;

/// What a snapshot of a virtual cluster is.
final class SnapshotType {

    static final String TOKEN = "mooring:index:Snapshot";

    static final ObjectType CREDENTIALS =
            ObjectType.of(
                    "mooring:index:SnapshotCredentials",
                    "What opens a bucket, where the environment of this machine does not.",
                    Property.of("accessKeyId", PropertyType.STRING, "As `AWS_ACCESS_KEY_ID`.")
                            .asRequired(),
                    Property.of(
                                    "secretAccessKey",
                                    PropertyType.STRING,
                                    "As `AWS_SECRET_ACCESS_KEY`.")
                            .asRequired()
                            .asSecret(),
                    Property.of("sessionToken", PropertyType.STRING, "As `AWS_SESSION_TOKEN`.")
                            .asSecret());

    static final ObjectType LOGIN =
            ObjectType.of(
                    "mooring:index:SnapshotLogin",
                    "Who logs in at a registry, where the environment of this machine does not.",
                    Property.of("username", PropertyType.STRING, "The name.").asRequired(),
                    Property.of("password", PropertyType.STRING, "The password, or a token.")
                            .asRequired()
                            .asSecret());

    private static final ObjectSchema INPUTS =
            ObjectSchema.of(
                    Property.of(
                                    "clusterName",
                                    PropertyType.STRING,
                                    "The `name` of the cluster's control plane: take that output of it, so that it is there before.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "host",
                                    HostTypes.HOST.ref(),
                                    "Where its control plane runs, as it was told itself. In a host cluster a pod of it makes the snapshot, in a container engine its container, and it comes to this machine from there.")
                            .asRequired(),
                    Property.of(
                                    "url",
                                    PropertyType.STRING,
                                    "Where it goes: an absolute path of this machine, `s3://BUCKET/PATH`, with `?region=` and `?endpoint=` where they are needed, or `oci://HOST/REPOSITORY`. What ends in `.snapshot`, or in a registry with `:TAG`, names the snapshot itself, which must not be there yet; anything else is a directory, prefix or repository, in which it is called `CLUSTER.TIME.snapshot`.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "passphrase",
                                    PropertyType.STRING,
                                    "What it is encrypted with, 8 characters at least: it holds every secret and key of the cluster.")
                            .asRequired()
                            .asSecret()
                            .asImmutable(),
                    Property.of(
                                    "triggers",
                                    new PropertyType.MapOf(PropertyType.ANY),
                                    "Whatever you like: a change of it makes another snapshot, in a directory, prefix or repository.")
                            .asImmutable(),
                    Property.of(
                            "credentials",
                            CREDENTIALS.ref(),
                            "What opens the bucket. As AWS's own tools find it, when not given."),
                    Property.of(
                            "login",
                            LOGIN.ref(),
                            "Who logs in at the registry. As docker's tools find it, when not given."),
                    Property.of(
                                    "retain",
                                    PropertyType.BOOLEAN,
                                    "Keeps the snapshot when the resource is deleted or replaced. Otherwise it is removed with it.")
                            .withDefault(true));

    private static final ObjectSchema OUTPUTS =
            ObjectSchema.of(
                    Property.of(
                                    "location",
                                    PropertyType.STRING,
                                    "Where it is: what `snapshots.restore.url` of a configuration takes, if it is a URL.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "digest",
                                    PropertyType.STRING,
                                    "The SHA-256 that it ends with, in hexadecimal; absent of one in a bucket or a registry that was imported.")
                            .asStable(),
                    Property.of("sizeBytes", PropertyType.NUMBER, "How many bytes it has.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "kubernetesVersion",
                                    PropertyType.STRING,
                                    "The release of Kubernetes that the cluster had run last.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "revision",
                                    PropertyType.NUMBER,
                                    "The one revision of the data store that all of it is of.")
                            .asRequired()
                            .asStable(),
                    Property.of("keyCount", PropertyType.NUMBER, "How many keys it holds.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                                    "store",
                                    PropertyType.STRING,
                                    "The kind of data store it is of. It can be restored into any.")
                            .asRequired()
                            .asStable(),
                    Property.of("createdAt", PropertyType.STRING, "When it was made (RFC 3339).")
                            .asRequired()
                            .asStable());

    static final ResourceType TYPE =
            ResourceType.of(
                    TOKEN,
                    "A snapshot of all of a virtual cluster, made while that runs: every object, the authorities and keys, its configuration, in one encrypted file. A snapshot that is not there any more, or is another one, is gone: `refresh` removes it from the state, and the next `up` makes a new one.",
                    INPUTS,
                    OUTPUTS);

    private SnapshotType() {}
}
