package io.mooring.provider.terraform;

import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Token;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What things are called in Terraform: `caCertHash` is `ca_cert_hash`, `mooring:aws:Node` is
/// `mooring_aws_node`.
final class Names {
    /// How to find a resource again; Terraform's own resources have it too.
    static final String ID = "id";

    /// Terraform has blocks of these names in every resource.
    private static final Map<String, String> RENAMED = Map.of("connection", "cluster_connection");

    private static final Set<String> RESERVED =
            Set.of(
                    ID,
                    "count",
                    "for_each",
                    "provider",
                    "provisioner",
                    "depends_on",
                    "lifecycle",
                    "connection",
                    Timeouts.NAME);

    /// Modules whose resources are of no one place.
    private static final Set<String> UNNAMED_MODULES = Set.of("index", "anywhere");

    private static final String GET = "get";

    private Names() {}

    /// The entry of that name.
    ///
    /// @param kind what entries are, for the error
    static <E> E known(Map<String, E> entries, String kind, String name) {
        return Optional.ofNullable(entries.get(name))
                .orElseThrow(() ->
                        new ResourceFailure(
                                "this version of the provider has no " + kind + " " + name));
    }

    /// The name of a resource's attribute.
    static String attribute(String property) {
        var name = snake(property);
        name = RENAMED.getOrDefault(name, name);
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "property " + property + " has a name that Terraform keeps for itself");
        }
        return name;
    }

    /// The name of an attribute inside another, where all names are free.
    static String nested(String property) {
        return snake(property);
    }

    static String resource(Token token) {
        var module = UNNAMED_MODULES.contains(token.module()) ? "" : snake(token.module()) + "_";
        return token.pkg() + "_" + module + snake(token.name());
    }

    /// A data source: `getKubeconfig` is `mooring_kubeconfig`, `planNodes` is `mooring_plan_nodes`.
    static String dataSource(Token token) {
        return resource(new Token(token.pkg(), token.module(), ungot(token)));
    }

    private static String ungot(Token token) {
        var name = token.name();
        return name.startsWith(GET) ? name.substring(GET.length()) : name;
    }

    /// Whether a function looks at the world: its name begins with `get` or `plan` then, and it is
    /// a data source.
    static boolean isLook(Token token) {
        return token.name().startsWith(GET) || token.name().startsWith("plan");
    }

    /// A function that depends on its arguments alone: `getUserData` is `user_data`.
    static String function(Token token) {
        return snake(ungot(token)).replaceFirst("^_", "");
    }

    /// What users see where a property's place is not said.
    static String shown(String property) {
        return RENAMED.getOrDefault(property, snake(property));
    }

    private static String snake(String name) {
        // A unit is one word.
        name = name.replace("GiB", "Gib");
        var snake = new StringBuilder();
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            if (Character.isUpperCase(letter) && i > 0) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }
}
