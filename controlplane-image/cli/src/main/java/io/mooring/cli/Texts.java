package io.mooring.cli;

import io.mooring.api.InvalidConfigException;
import io.mooring.api.Problem;
import java.util.stream.Collectors;

/// How things are said on the command line.
final class Texts {

    private Texts() {}

    static String problems(InvalidConfigException invalid) {
        return "the configuration has %d problem(s):%n%s"
                .formatted(
                        invalid.problems().size(),
                        invalid.problems().stream()
                                .map(Problem::toString)
                                .collect(Collectors.joining("\n")));
    }

    /// A word that a shell takes as it is.
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@=+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
