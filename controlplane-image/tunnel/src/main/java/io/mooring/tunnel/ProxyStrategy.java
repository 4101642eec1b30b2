package io.mooring.tunnel;

import java.util.ArrayList;
import java.util.List;

/// One way to choose the agent for a dial. Several are tried in order; the first that finds one
/// wins.
public enum ProxyStrategy {
    /// Any agent.
    DEFAULT("default"),
    /// An agent that names the dialled host among its identifiers.
    DEST_HOST("destHost"),
    /// An agent that offers itself as a default route.
    DEFAULT_ROUTE("defaultRoute");

    private final String flag;

    ProxyStrategy(String flag) {
        this.flag = flag;
    }

    /// The name that flags and metrics use.
    public String flag() {
        return flag;
    }

    /// Reads a comma-separated list of flag names.
    ///
    /// @throws IllegalArgumentException naming the first unknown one
    public static List<ProxyStrategy> parseList(String flags) {
        var strategies = new ArrayList<ProxyStrategy>();
        for (var name : flags.split(",", -1)) {
            strategies.add(parse(name.strip()));
        }
        return List.copyOf(strategies);
    }

    private static ProxyStrategy parse(String name) {
        for (var strategy : values()) {
            if (strategy.flag.equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException(
                "unknown proxy strategy \"%s\": use default, destHost or defaultRoute"
                        .formatted(name));
    }
}
