package io.mooring.provider.resources;

import io.mooring.api.ConfigLoader;
import io.mooring.api.InvalidConfigException;
import io.mooring.api.KubernetesVersion;
import io.mooring.api.LoadedConfig;
import io.mooring.api.NodeMode;
import io.mooring.api.Problem;
import io.mooring.api.Release;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The configuration of a control plane as its inputs give it, in one of the two ways there are.
final class ControlPlaneConfig {

    private static final String TREE = "config";
    private static final String TEXT = "configYaml";
    private static final String RELEASE = "kubernetesVersion";

    private ControlPlaneConfig() {}

    /// Whether the inputs hold it whole, so that it can be looked at.
    static boolean isKnown(ObjectValue inputs) {
        return inputs.isKnown(TREE) && inputs.isKnown(TEXT) && inputs.isKnown(RELEASE);
    }

    /// Whether that property is a part of it.
    static boolean isTouchedBy(Difference difference) {
        return difference.touches(TREE) || difference.touches(TEXT) || difference.touches(RELEASE);
    }

    /// Whether a change is one of it.
    static boolean holds(Difference.Change change) {
        return change.isIn(TREE) || change.isIn(TEXT) || change.isIn(RELEASE);
    }

    /// The difference but for it.
    static Difference without(Difference difference) {
        return difference.without(TREE).without(TEXT).without(RELEASE);
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
            ownGateways(inputs, config).ifPresent(problems::add);
            List<PropertyFailure> failures = new ArrayList<>();
            problems.forEach(problem -> failures.add(failure(inputs, problem)));
            releaseProblem(inputs, config).ifPresent(failures::add);
            return failures;
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
        String release = inputs.text(RELEASE).orElse("");
        return Hosts.isHostCluster(inputs)
                ? ConfigLoader.load(yaml, release)
                : ConfigLoader.loadStandalone(yaml, release);
    }

    /// The release of Kubernetes they ask for.
    static Release release(ObjectValue inputs) {
        return KubernetesVersion.wanted(load(inputs).config()).orElseThrow();
    }

    private static Optional<PropertyFailure> releaseProblem(
            ObjectValue inputs, VirtualClusterConfig config) {
        Optional<String> said = inputs.text(RELEASE);
        Optional<Problem> unknown = KubernetesVersion.problem(config);
        if (said.isEmpty()) {
            return unknown.map(problem -> failure(inputs, problem));
        }
        if (KubernetesVersion.carried(said.get()).isEmpty()) {
            return Optional.of(new PropertyFailure(RELEASE, KubernetesVersion.unknown(said.get())));
        }
        return KubernetesVersion.carried(said.get()).equals(KubernetesVersion.wanted(config))
                ? Optional.empty()
                : Optional.of(
                        new PropertyFailure(
                                RELEASE,
                                "is \"%s\", and the configuration says another release in controlPlane.distro.k8s; give one of them"
                                        .formatted(said.get())));
    }

    private static Optional<Problem> unfit(ObjectValue inputs, NodeMode mode) {
        if (!Hosts.isHostCluster(inputs)) {
            return mode == NodeMode.STANDALONE
                    ? Optional.empty()
                    : problem(
                            "controlPlane.standalone.enabled",
                            "must not be false outside of a host cluster; leave it out");
        }
        return switch (mode) {
            case PRIVATE, SHARED -> Optional.empty();
            case STANDALONE ->
                    problem(
                            "controlPlane.standalone.enabled",
                            "must not be true in a host cluster; leave it out");
        };
    }

    /// Where the copies of all tenants' gateways are, a mapping names what it means.
    private static Optional<Problem> ownGateways(ObjectValue inputs, VirtualClusterConfig config) {
        var gateways = config.sync().fromHost().gateways();
        return Hosts.namespace(inputs)
                .map(own -> own + "/*")
                .filter(all -> gateways.enabled() && gateways.mappings().byName().containsKey(all))
                .flatMap(all ->
                        problem(
                                "sync.fromHost.gateways.mappings.byName." + all,
                                "must not be all of the control plane's own namespace, where the copies of tenants' gateways are; name the gateways that are meant"));
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
