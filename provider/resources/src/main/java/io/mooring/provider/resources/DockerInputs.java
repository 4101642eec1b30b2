package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.docker.DockerPlace;
import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the property `host.docker`.
final class DockerInputs {

    private static final String PATH = "host.docker.";
    private static final int LEAST_MEMORY_MIB = 512;
    private static final Pattern IMAGE =
            Pattern.compile(
                    "([A-Za-z0-9.-]+(:[0-9]{1,5})?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");
    private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9-]{1,63})*");
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    /// Of every engine, on which it publishes nothing.
    private static final Set<String> BARE_NETWORKS = Set.of("host", "none");

    private DockerInputs() {}

    /// All that is wrong with it.
    static List<PropertyFailure> check(ObjectValue docker) {
        var failures = new ArrayList<PropertyFailure>();
        text(docker, "endpoint", failures, DockerInputs::endpointProblem);
        text(docker, "certPath", failures, DockerInputs::pathProblem);
        text(
                docker,
                "image",
                failures,
                it ->
                        unless(
                                IMAGE.matcher(it).matches(),
                                it,
                                "is no image; write NAME or NAME:TAG"));
        text(docker, "imageArchive", failures, DockerInputs::pathProblem);
        text(
                docker,
                "hostIp",
                failures,
                it ->
                        unless(
                                isAddress(it),
                                it,
                                "is no IP address; write one of the engine's machine, 0.0.0.0 for all"));
        text(
                docker,
                "address",
                failures,
                it ->
                        unless(
                                isAddress(it) || NAME.matcher(it).matches(),
                                it,
                                "is neither a host name nor an IP address; write it without a port"));
        text(docker, "network", failures, DockerInputs::networkProblem);
        number(docker, "port", 1, 65535, failures);
        number(docker, "memoryMib", LEAST_MEMORY_MIB, Integer.MAX_VALUE, failures);
        return failures;
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() || ADDRESS_6.matcher(text).matches();
    }

    private static Optional<String> endpointProblem(String text) {
        try {
            EngineEndpoint.parse(text, Optional.empty());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Failures.text(e));
        }
    }

    private static Optional<String> networkProblem(String text) {
        return BARE_NETWORKS.contains(text)
                ? Optional.of(
                        "\"%s\" publishes no port, by which alone the control plane is reached; name a bridge, or leave it out"
                                .formatted(text))
                : unless(NETWORK.matcher(text).matches(), text, "is no name of a network");
    }

    private static Optional<String> pathProblem(String text) {
        return unless(text.startsWith("/"), text, "is relative; write an absolute path");
    }

    private static Optional<String> unless(boolean right, String text, String wrong) {
        return right ? Optional.empty() : Optional.of("\"" + text + "\" " + wrong);
    }

    private static void text(
            ObjectValue docker,
            String property,
            List<PropertyFailure> failures,
            Function<String, Optional<String>> problem) {
        known(docker, property)
                .flatMap(it -> it.text(property))
                .flatMap(problem)
                .ifPresent(it -> failures.add(new PropertyFailure(PATH + property, it)));
    }

    private static void number(
            ObjectValue docker,
            String property,
            int least,
            int most,
            List<PropertyFailure> failures) {
        known(docker, property)
                .flatMap(it -> number(it, property))
                .filter(it -> it < least || it > most)
                .ifPresent(it ->
                        failures.add(
                                new PropertyFailure(
                                        PATH + property,
                                        "must be from %d to %d, but is %d"
                                                .formatted(least, most, it))));
    }

    private static Optional<ObjectValue> known(ObjectValue docker, String property) {
        return Optional.of(docker).filter(it -> it.has(property) && it.isKnown(property));
    }

    private static Optional<Long> number(ObjectValue docker, String property) {
        return docker.field(property).bare() instanceof Value.Num(var number)
                ? Optional.of((long) number)
                : Optional.empty();
    }

    /// The place that checked and known inputs mean.
    ///
    /// @param environment may say which engine
    /// @throws HostFailure.Unusable if what the environment says is none
    static DockerPlace place(ObjectValue docker, Map<String, String> environment) {
        return new DockerPlace(
                endpoint(docker, environment),
                docker.text("image"),
                docker.text("imageArchive").map(Path::of),
                docker.text("hostIp"),
                number(docker, "port")
                        .map(port -> OptionalInt.of(port.intValue()))
                        .orElse(OptionalInt.empty()),
                docker.text("address"),
                docker.text("network"),
                number(docker, "memoryMib").map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static EngineEndpoint endpoint(ObjectValue docker, Map<String, String> environment) {
        try {
            return EngineEndpoint.of(docker.text("endpoint"), docker.text("certPath"), environment);
        } catch (IllegalArgumentException e) {
            String from = docker.has("endpoint") ? "host.docker.endpoint" : "DOCKER_HOST";
            throw new HostFailure.Unusable("reading %s: %s".formatted(from, e.getMessage()), e);
        }
    }
}
