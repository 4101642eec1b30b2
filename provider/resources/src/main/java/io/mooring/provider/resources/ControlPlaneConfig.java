package io.mooring.provider.resources;

import io.mooring.api.ConfigLoader;
import io.mooring.api.EffectiveConfig;
import io.mooring.api.InvalidConfigException;
import io.mooring.api.LoadedConfig;
import io.mooring.api.Problem;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.util.ArrayList;
import java.util.List;

/// The configuration of a control plane as its inputs give it, in one of the two ways there are.
final class ControlPlaneConfig {

    private static final String TREE = "config";
    private static final String TEXT = "configYaml";

    private ControlPlaneConfig() {}

    /// Whether the inputs hold it whole, so that it can be looked at.
    static boolean isKnown(ObjectValue inputs) {
        return inputs.isKnown(TREE) && inputs.isKnown(TEXT);
    }

    /// Everything that is wrong with it, each at the property that holds it.
    static List<PropertyFailure> check(ObjectValue inputs) {
        if (inputs.has(TREE) && inputs.has(TEXT)) {
            return List.of(
                    new PropertyFailure(
                            TEXT, "must not be given together with config; give one of them"));
        }
        if (!isKnown(inputs)) {
            return List.of();
        }
        try {
            LoadedConfig loaded = load(inputs);
            return loaded.config().controlPlane().standalone().enabled()
                    ? List.of()
                    : List.of(
                            failure(
                                    inputs,
                                    new Problem(
                                            "controlPlane.standalone.enabled",
                                            "must not be false with a standalone host; leave it out")));
        } catch (InvalidConfigException e) {
            List<PropertyFailure> failures = new ArrayList<>();
            e.problems().forEach(problem -> failures.add(failure(inputs, problem)));
            return failures;
        }
    }

    /// Reads it.
    ///
    /// @throws InvalidConfigException if it cannot be used; [#check] has told the user then
    static LoadedConfig load(ObjectValue inputs) {
        String yaml = inputs.text(TEXT).or(() -> inputs.object(TREE).map(Json::text)).orElse("");
        return ConfigLoader.loadStandalone(yaml);
    }

    /// What the server is started with: every default written down, secrets included.
    static String effective(ObjectValue inputs) {
        return EffectiveConfig.toYaml(load(inputs).config());
    }

    private static PropertyFailure failure(ObjectValue inputs, Problem problem) {
        if (inputs.has(TEXT)) {
            return new PropertyFailure(TEXT, problem.toString());
        }
        String path = problem.path();
        String place = path.isEmpty() || path.startsWith("[") ? TREE + path : TREE + "." + path;
        return new PropertyFailure(place, problem.message());
    }
}
