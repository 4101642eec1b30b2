package io.mooring.nodes.local;

import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.SettingsTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Opens providers of namespace machines on this host, each of which knows its own machines only.
public final class LocalProviderFactory implements NodeProviderFactory {

    public static final String NAME = "local";

    /// The file system that machines boot over.
    public static final String MACHINE_ROOT = "machineRoot";

    /// What holds a directory a cluster; where not given, the product's own place.
    static final String STATE = "stateRoot";

    private static final Path STATE_ROOT = Path.of("/var/lib/mooring");
    private static final Pattern ABSOLUTE = Pattern.compile("/.+");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean bootsOwnImages() {
        return false;
    }

    @Override
    public List<SettingProblem> check(Map<String, Object> settings) {
        var problems = new ArrayList<SettingProblem>();
        var tree = new SettingsTree(settings, problems);
        tree.knows(MACHINE_ROOT, STATE);
        if (!tree.has(MACHINE_ROOT)) {
            tree.problem(MACHINE_ROOT, "is needed: what tools/rootfs made");
        }
        path(tree, MACHINE_ROOT);
        path(tree, STATE);
        return List.copyOf(problems);
    }

    @Override
    public NodeProvider open(Owner owner, Map<String, Object> settings) {
        List<SettingProblem> problems = check(settings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("machines of this host: " + problems);
        }
        var tree = new SettingsTree(settings, new ArrayList<>());
        return new NamespaceMachines(
                path(tree, STATE).orElse(STATE_ROOT),
                path(tree, MACHINE_ROOT).orElseThrow(),
                Optional.of(owner));
    }

    private static Optional<Path> path(SettingsTree tree, String name) {
        String text = tree.text(name, ABSOLUTE, "/var/lib/mooring");
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
