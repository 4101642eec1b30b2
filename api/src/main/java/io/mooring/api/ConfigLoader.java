package io.mooring.api;

import java.util.ArrayList;
import java.util.List;

/// Reads the YAML of a virtual cluster. Stateless: any thread may call it.
public final class ConfigLoader {
    private ConfigLoader() {}

    /// The configuration in `yaml`, checked and with defaults filled in.
    ///
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static LoadedConfig load(String yaml) {
        var document = YamlReader.read(yaml);
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        ModeDefaults.fill(document);
        var config = new Binder(problems).bind(document);
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems, warnings);
        }
        return new LoadedConfig(config, warnings);
    }
}
