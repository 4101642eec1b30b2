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

    /// As [#load(String)], for a control plane that its caller runs without a host cluster:
    /// standalone mode is on unless the text says something about it itself. What the text asks of
    /// a host cluster is warned about then, because the same text may serve other hosts.
    ///
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static LoadedConfig loadStandalone(String yaml) {
        var document = YamlReader.read(yaml);
        var path = "controlPlane.standalone.enabled";
        var said = Tree.at(document, path);
        boolean implied = said == null || said instanceof Node.Nothing;
        if (implied) {
            Tree.put(document, path, Node.Leaf.of(true));
        }
        return load(document, implied);
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
