package io.mooring.api;

import java.util.ArrayList;
import java.util.List;

/// Reads the YAML of a virtual cluster. Stateless: any thread may call it.
public final class ConfigLoader {
    private static final List<Rule> RULES =
            List.of(
                    new ModeRules(),
                    new AddressRules(),
                    new EndpointRules(),
                    new StoreRules(),
                    new NodeRules(),
                    new AutoNodeRules(),
                    new DeployRules(),
                    new CoreDnsRules(),
                    new PolicyRules(),
                    new SyncRules(),
                    new MappingRules(),
                    new IntegrationRules(),
                    new AdmissionRules(),
                    new ResolveDnsRules(),
                    new KubeConfigRules(),
                    new ScheduleRules());

    private ConfigLoader() {}

    /// The configuration in `yaml`, checked and with defaults filled in.
    ///
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static LoadedConfig load(String yaml) {
        return load(YamlReader.read(yaml), false);
    }

    /// As [#load(String)], for a caller that has said elsewhere which release of Kubernetes is to
    /// run: that counts unless the text says something about it itself.
    ///
    /// @param kubernetes empty if nobody has said anything
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static LoadedConfig load(String yaml, String kubernetes) {
        return load(document(yaml, kubernetes), false);
    }

    /// As [#load(String, String)], for a control plane that its caller runs without a host cluster:
    /// standalone mode is on unless the text says something about it itself. What the text asks of
    /// a host cluster is warned about then, because the same text may serve other hosts.
    ///
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static LoadedConfig loadStandalone(String yaml, String kubernetes) {
        var document = document(yaml, kubernetes);
        var path = "controlPlane.standalone.enabled";
        boolean implied = isOpen(document, path);
        if (implied) {
            Tree.put(document, path, Node.Leaf.of(true));
        }
        return load(document, implied);
    }

    private static Node.Obj document(String yaml, String kubernetes) {
        var document = YamlReader.read(yaml);
        var path = "controlPlane.distro.k8s.version";
        if (!kubernetes.isEmpty()
                && !kubernetes.equals(KubernetesVersion.BUILT)
                && isOpen(document, path)
                && isOpen(document, "controlPlane.distro.k8s.image.tag")) {
            Tree.put(document, path, Node.Leaf.of(kubernetes));
        }
        return document;
    }

    private static boolean isOpen(Node.Obj document, String path) {
        var said = Tree.at(document, path);
        return said == null || said instanceof Node.Nothing;
    }

    private static LoadedConfig load(Node.Obj document, boolean modeIsImplied) {
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        var mode = ModeDefaults.modeOf(document);
        Removed.apply(document, mode, problems, warnings);
        new Aliases(document, problems, warnings).apply();
        var config = new Binder(problems).bind(ModeDefaults.under(document, mode));
        var check = new Check(config, mode, modeIsImplied, document, problems, warnings);
        RULES.forEach(rule -> rule.check(check));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems, warnings);
        }
        return new LoadedConfig(config, warnings);
    }
}
