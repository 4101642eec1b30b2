package io.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges the way from one revision of a configuration to the next, before anything is done.
public final class ConfigChange {
    private ConfigChange() {}

    /// One verdict for each setting that differs; none if nothing with an effect does.
    public static List<ChangeVerdict> judge(VirtualClusterConfig old, VirtualClusterConfig next) {
        var verdicts = new ArrayList<ChangeVerdict>();
        StoreChange.judge(old, next).ifPresent(verdicts::add);
        VersionChange.judge(old, next).ifPresent(verdicts::add);
        ReplicaChange.judge(old, next).ifPresent(verdicts::add);
        boolean storeMoves =
                old.controlPlane().backingStore().kind()
                        != next.controlPlane().backingStore().kind();
        for (var path : TreeDiff.changed(effective(old), effective(next))) {
            boolean judged =
                    (storeMoves && path.startsWith(StoreChange.PATH + "."))
                            || verdicts.stream().anyMatch(known -> known.path().equals(path));
            if (!judged) {
                verdicts.add(verdict(path, old.nodeMode(), next.nodeMode()));
            }
        }
        return List.copyOf(verdicts);
    }

    private static ChangeVerdict verdict(String path, NodeMode before, NodeMode after) {
        if (path.equals(ChangeRules.POD_CIDR) && before == after && !after.hasPrivateNodes()) {
            return new ChangeVerdict.InPlace(path, "pods get addresses of the host cluster");
        }
        return Optional.ofNullable(ChangeRules.ruleFor(path))
                .map(rule -> rule.verdict(path))
                .orElseGet(() ->
                        new ChangeVerdict.ControlPlaneRoll(
                                path, "the control plane reads it when it starts"));
    }

    private static Node.Obj effective(VirtualClusterConfig config) {
        var tree = (Node.Obj) new Unbinder(Secret::reveal).node(config);
        ModeScope.prune(tree, config.nodeMode());
        Tree.put(tree, "privateNodes.enabled", Node.Leaf.of(config.privateNodes().enabled()));
        Tree.put(
                tree,
                "controlPlane.standalone.enabled",
                Node.Leaf.of(config.controlPlane().standalone().enabled()));
        return tree;
    }
}
