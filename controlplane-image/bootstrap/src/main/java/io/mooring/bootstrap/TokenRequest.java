package io.mooring.bootstrap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a token is to be good for.
///
/// @param ttl zero means that it never ends
/// @param singleUse whether it lets exactly one node in
/// @param nodeName the only node it lets in, if given
/// @param provenBy the cloud whose document its machine has to show first, if any
/// @param groups must begin with `system:bootstrappers:`
public record TokenRequest(
        Duration ttl,
        boolean singleUse,
        Optional<String> nodeName,
        Optional<String> provenBy,
        String description,
        List<String> groups) {
    public static final Duration DEFAULT_TTL = Duration.ofHours(24);
    public static final String DEFAULT_GROUP = "system:bootstrappers:kubeadm:default-node-token";

    public TokenRequest {
        groups = List.copyOf(groups);
        if (ttl.isNegative()) {
            throw new IllegalArgumentException(
                    "a token cannot live for " + ttl + "; give a positive time, or 0 for ever");
        }
        nodeName.filter(name -> !NodeNames.valid(name))
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "'" + name + "' is no node name; use a lower case DNS name");
                });
        for (var group : groups) {
            if (!group.matches("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]")) {
                throw new IllegalArgumentException(
                        "the group '" + group + "' must look like " + DEFAULT_GROUP);
            }
        }
    }

    /// For any number of nodes, for a day, as kubeadm does.
    public static TokenRequest defaults() {
        return new TokenRequest(
                DEFAULT_TTL, false, Optional.empty(), Optional.empty(), "", List.of(DEFAULT_GROUP));
    }

    public TokenRequest ttl(Duration time) {
        return new TokenRequest(time, singleUse, nodeName, provenBy, description, groups);
    }

    public TokenRequest once() {
        return new TokenRequest(ttl, true, nodeName, provenBy, description, groups);
    }

    public TokenRequest forNode(String name) {
        return new TokenRequest(ttl, singleUse, Optional.of(name), provenBy, description, groups);
    }

    /// As [#once]; and whoever shows it must prove, by a document of this cloud, that it is the
    /// machine that [MachineProofs#bind] names.
    public TokenRequest provenBy(String cloud) {
        return new TokenRequest(ttl, true, nodeName, Optional.of(cloud), description, groups);
    }

    public TokenRequest describedAs(String text) {
        return new TokenRequest(ttl, singleUse, nodeName, provenBy, text, groups);
    }
}
