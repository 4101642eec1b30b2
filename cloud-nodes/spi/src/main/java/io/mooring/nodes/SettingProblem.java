package io.mooring.nodes;

import java.util.List;
import java.util.stream.Collectors;

/// What is wrong with one setting of a provider.
///
/// @param field a path such as `rootVolume.sizeGiB`
public record SettingProblem(String field, String reason) {

    /// For whoever needs settings that can be used.
    ///
    /// @throws IllegalArgumentException that tells all of them, if there are any
    public static void requireNone(List<SettingProblem> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream()
                            .map(problem -> problem.field() + " " + problem.reason())
                            .collect(Collectors.joining("; ")));
        }
    }
}
