package io.mooring.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;

/// Short ways to load what a test has written.
final class Yaml {
    private Yaml() {}

    static VirtualClusterConfig config(String yaml) {
        return ConfigLoader.load(yaml).config();
    }

    static List<String> warnings(String yaml) {
        return texts(ConfigLoader.load(yaml).warnings());
    }

    static List<String> problems(String yaml) {
        return texts(failure(yaml).problems());
    }

    static InvalidConfigException failure(String yaml) {
        return Objects.requireNonNull(
                catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(yaml)),
                () -> "loaded without a problem:\n" + yaml);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
