package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;

/// What a join token is.
final class JoinTokenType {

    static final ResourceType TYPE =
            ResourceType.of(
                    "mooring:index:JoinToken",
                    "A token that lets machines join a virtual cluster as nodes. A token that has expired, was used up or was deleted is gone: `refresh` removes it from the state, and the next `up` makes a new one.",
                    ObjectSchema.of(
                            Property.of(
                                            "cluster",
                                            ClusterConnection.TYPE.ref(),
                                            "The cluster that machines may join.")
                                    .asRequired(),
                            Property.of(
                                            "ttl",
                                            PropertyType.STRING,
                                            "How long the token is good for, as in `24h`, `30m` or `1h30m`; `0` for ever.")
                                    .withDefault("24h")
                                    .asImmutable(),
                            Property.of(
                                            "singleUse",
                                            PropertyType.BOOLEAN,
                                            "Whether the token lets exactly one node in.")
                                    .withDefault(false)
                                    .asImmutable(),
                            Property.of(
                                            "nodeName",
                                            PropertyType.STRING,
                                            "The only node the token lets in; any when not given.")
                                    .asImmutable(),
                            Property.of(
                                            "description",
                                            PropertyType.STRING,
                                            "What the token is for, for people.")
                                    .asImmutable()),
                    ObjectSchema.of(
                            Property.of(
                                            "tokenId",
                                            PropertyType.STRING,
                                            "The public part of the token.")
                                    .asRequired()
                                    .asStable(),
                            Property.of("token", PropertyType.STRING, "The token.")
                                    .asRequired()
                                    .asSecret()
                                    .asStable(),
                            Property.of(
                                            "expiresAt",
                                            PropertyType.STRING,
                                            "When the token ends (RFC 3339); absent if never.")
                                    .asStable(),
                            Property.of(
                                            "joinCommand",
                                            PropertyType.STRING,
                                            "The command of kubeadm's form that joins a machine that has a kubelet. The function `getUserData` makes what a bare machine needs.")
                                    .asRequired()
                                    .asSecret()
                                    .asStable()));

    private JoinTokenType() {}
}
