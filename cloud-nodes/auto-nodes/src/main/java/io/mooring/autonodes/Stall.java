package io.mooring.autonodes;

import io.mooring.api.AutoNodes;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Providers;
import io.mooring.nodes.SettingProblem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A provider of machines, opened with the properties that the configuration gives it.
sealed interface Stall {

    /// @param images archives that machines get before they start
    /// @param turns so many requests at once
    record Open(NodeProvider provider, List<Path> images, Semaphore turns) implements Stall {}

    /// Sells nothing, and says why.
    record Shut(String why) implements Stall {}

    /// Archives to lay into machines; not for the provider.
    String IMAGES = "images";

    int AT_ONCE = 4;

    /// Whose machines `pulumi destroy` of the cluster takes along, when nobody is left here to
    /// remove them. At a cloud they would stay, and cost.
    String GOES_WITH_THE_CLUSTER = "local";

    /// Every other property is a setting of the provider; what a value is, YAML says.
    static Stall of(AutoNodes declared, AutoNodeSetup setup) {
        if (!declared.provider().equals(GOES_WITH_THE_CLUSTER)) {
            return new Shut(
                    "this version makes auto nodes on the control plane's own host only; write the provider %s, and declare nodes of %s as node pools"
                            .formatted(GOES_WITH_THE_CLUSTER, declared.provider()));
        }
        try {
            Map<String, Object> settings = settings(declared.properties());
            List<Path> images = images(settings.remove(IMAGES));
            settings.putIfAbsent("machineRoot", setup.machineRoot().toString());
            NodeProviderFactory factory =
                    new Providers(setup.providers()).factory(declared.provider());
            List<SettingProblem> problems = factory.check(settings);
            if (!problems.isEmpty()) {
                return new Shut(
                        problems.stream()
                                .map(it -> "properties: " + it.field() + " " + it.reason())
                                .collect(Collectors.joining("; ")));
            }
            return new Open(
                    factory.open(owner(setup), settings), images, new Semaphore(AT_ONCE, true));
        } catch (ProviderFailure | IllegalArgumentException e) {
            return new Shut(String.valueOf(e.getMessage()));
        }
    }

    /// Not the one of nodes that are declared one by one: what is not ours is never touched.
    private static Owner owner(AutoNodeSetup setup) {
        return new Owner("auto" + Owner.ofCluster(setup.caCertHash()).uid());
    }

    private static Map<String, Object> settings(Map<String, String> properties) {
        var settings = new LinkedHashMap<String, Object>();
        properties.forEach((key, text) -> settings.put(key, value(key, text)));
        return settings;
    }

    private static Object value(String key, String text) {
        try {
            Object value = new YAMLMapper().readValue(text, Object.class);
            return value == null ? text : value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "properties: %s is no YAML: %s".formatted(key, e.getOriginalMessage()), e);
        }
    }

    private static List<Path> images(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> several ->
                    several.stream().map(it -> Path.of(String.valueOf(it))).toList();
            default -> List.of(Path.of(String.valueOf(value)));
        };
    }
}
