package io.mooring.provider.resources;

import io.mooring.api.ConfigLoader;
import io.mooring.api.InvalidConfigException;
import io.mooring.api.LoadedConfig;
import io.mooring.api.NodeMode;
import io.mooring.api.Problem;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            VirtualClusterConfig config = load(inputs).config();
            List<Problem> problems =
                    new ArrayList<>(NotYet.in(config, Hosts.isHostCluster(inputs)));
            unfit(inputs, config.nodeMode()).ifPresent(problems::add);
            return problems.stream().map(problem -> failure(inputs, problem)).toList();
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
        return Hosts.isHostCluster(inputs)
                ? ConfigLoader.load(yaml)
                : ConfigLoader.loadStandalone(yaml);
    }

    private static Optional<Problem> unfit(ObjectValue inputs, NodeMode mode) {
        if (!Hosts.isHostCluster(inputs)) {
            return mode == NodeMode.STANDALONE
                    ? Optional.empty()
                    : problem(
                            "controlPlane.standalone.enabled",
                            "must not be false with a standalone host; leave it out");
        }
        return switch (mode) {
            case PRIVATE, SHARED -> Optional.empty();
            case STANDALONE ->
                    problem(
                            "controlPlane.standalone.enabled",
                            "must not be true in a host cluster; leave it out");
        };
    }

    private static Optional<Problem> problem(String path, String message) {
        return Optional.of(new Problem(path, message));
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
