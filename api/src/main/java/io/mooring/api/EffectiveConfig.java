package io.mooring.api;

/// A configuration as YAML, with the defaults that apply.
///
/// Left out are keys without an effect in the cluster's mode, and empty values where empty is the
/// default; [ConfigLoader] makes a configuration of the same effect of the result.
public final class EffectiveConfig {
    private EffectiveConfig() {}

    /// The whole configuration, secrets included: for files that only their owner can read.
    public static String toYaml(VirtualClusterConfig config) {
        return yaml(config, new Unbinder(Secret::reveal));
    }

    /// The whole configuration with `***` for every secret: for people to look at.
    public static String toRedactedYaml(VirtualClusterConfig config) {
        return yaml(config, new Unbinder(Secret::toString));
    }

    /// What a server goes by until it is started again, secrets included: everything but the
    /// settings whose change is [ChangeVerdict.InPlace]. Where this is the same before and after a
    /// change, no server restarts for it.
    public static String readAtStart(VirtualClusterConfig config) {
        var tree = tree(config, new Unbinder(Secret::reveal));
        ChangeRules.inPlace(config.nodeMode()).forEach(path -> Tree.remove(tree, path));
        return YamlWriter.write(tree);
    }

    private static String yaml(VirtualClusterConfig config, Unbinder unbinder) {
        return YamlWriter.write(tree(config, unbinder));
    }

    private static Node.Obj tree(VirtualClusterConfig config, Unbinder unbinder) {
        var tree = unbinder.unbind(config);
        ModeScope.prune(tree, config.nodeMode());
        CoreDnsRules.prune(tree, config.controlPlane().coredns());
        return tree;
    }
}
