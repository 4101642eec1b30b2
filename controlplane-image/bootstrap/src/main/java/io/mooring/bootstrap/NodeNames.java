package io.mooring.bootstrap;

import java.util.Optional;

/// Names of nodes and the user names made of them.
final class NodeNames {
    private static final String USER_PREFIX = "system:node:";

    private NodeNames() {}

    static boolean valid(String name) {
        return name.length() <= 253
                && name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    }

    /// The node a user name or a common name stands for.
    static Optional<String> ofUser(String user) {
        return user.startsWith(USER_PREFIX)
                ? Optional.of(user.substring(USER_PREFIX.length())).filter(NodeNames::valid)
                : Optional.empty();
    }
}
