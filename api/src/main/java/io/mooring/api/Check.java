package io.mooring.api;

import java.util.List;
import java.util.Set;

/// What a rule looks at, and where it reports. Rules see a complete configuration even if parts of
/// the document did not fit: those parts are defaults then, and already reported.
record Check(
        VirtualClusterConfig config,
        NodeMode mode,
        boolean modeIsImplied,
        Node.Obj written,
        List<Problem> problems,
        List<Problem> warnings) {

    void problem(String path, String message) {
        if (problems.stream().noneMatch(known -> known.path().equals(path))) {
            problems.add(new Problem(path, message));
        }
    }

    void warning(String path, String message) {
        warnings.add(new Problem(path, message));
    }

    /// Reports `message` unless `holds`.
    void require(boolean holds, String path, String message) {
        if (!holds) {
            problem(path, message);
        }
    }

    /// Reports a text that is neither empty nor one of a few.
    void oneOf(String path, String value, String... allowed) {
        var names = List.of(allowed);
        if (value.isEmpty() || names.contains(value)) {
            return;
        }
        var meant =
                Suggestion.closest(value, names)
                        .map(name -> " (did you mean " + name + "?)")
                        .orElse("");
        problem(
                path,
                "must be one of " + String.join(", ", names) + ", but is \"" + value + '"' + meant);
    }

    void duration(String path, String value) {
        require(
                value.isEmpty() || Grammar.isDuration(value),
                path,
                "must be a duration like 30s or 1h30m, but is \"" + value + '"');
    }

    void cron(String path, String value) {
        require(
                value.isEmpty() || Cron.isValid(value),
                path,
                "must be a cron schedule like \"0 20 * * 1-5\", but is \"" + value + '"');
    }

    void timezone(String path, String value) {
        require(
                value.isEmpty() || Grammar.isTimeZone(value),
                path,
                "must be a time zone like Europe/Berlin, but is \"" + value + '"');
    }

    void pullPolicy(String path, String value) {
        oneOf(path, value, "Always", "IfNotPresent", "Never");
    }

    void atLeast(String path, int value, int least) {
        require(value >= least, path, "must be " + least + " or more, but is " + value);
    }

    void port(String path, int value) {
        require(Grammar.isPort(value), path, "must be a port from 1 to 65535, but is " + value);
    }

    /// Whether the user said something at this place.
    boolean isWritten(String path) {
        var node = Tree.at(written, path);
        return node != null && !(node instanceof Node.Nothing);
    }

    /// Whether the user switched this off in so many words.
    boolean isWrittenFalse(String path) {
        return Tree.at(written, path) instanceof Node.Leaf(_, Boolean on) && !on;
    }

    boolean hasAny(Set<NodeMode> modes) {
        return modes.contains(mode);
    }
}
