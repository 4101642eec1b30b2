package io.mooring.api;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used, with everything that is wrong with it.
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;
    private final transient List<Problem> warnings;

    InvalidConfigException(List<Problem> problems, List<Problem> warnings) {
        super(text(problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /// What must be changed; never empty.
    public List<Problem> problems() {
        return problems;
    }

    /// What should be changed.
    public List<Problem> warnings() {
        return warnings;
    }

    private static String text(List<Problem> problems) {
        var heading =
                problems.size() == 1
                        ? "the configuration has 1 problem"
                        : "the configuration has " + problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", heading + ":", ""));
    }
}
