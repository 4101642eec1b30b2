package io.mooring.provider.terraform;

import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceFailure;
import java.util.List;
import tfplugin6.Tfplugin6.AttributePath;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.Diagnostic.Severity;

/// What went wrong, as Terraform wants to hear it: one line of summary, the rest as detail, and the
/// attribute where there is one.
final class Diagnostics {
    private Diagnostics() {}

    /// What an operation failed with.
    static Diagnostic of(Throwable failure) {
        return switch (failure) {
            case InvalidInputs invalid ->
                    error("Invalid values", String.valueOf(invalid.getMessage()));
            case ResourceFailure known -> error(String.valueOf(known.getMessage()));
            case MalformedValue malformed ->
                    error(
                            "A value that the provider cannot read",
                            malformed.getMessage()
                                    + "; the state may be of a newer version of the provider");
            default ->
                    error(
                            "The provider failed unexpectedly, please report this",
                            failure + place(failure));
        };
    }

    /// All that is wrong with inputs.
    static List<Diagnostic> of(Attributes attributes, List<PropertyFailure> failures) {
        return failures.stream().map(failure -> of(attributes, failure)).toList();
    }

    /// An error whose first sentence, up to a line's end, is its summary.
    static Diagnostic error(String text) {
        var end = text.indexOf('\n');
        return end < 0
                ? error(text, "")
                : error(text.substring(0, end), text.substring(end + 1).strip());
    }

    private static Diagnostic of(Attributes attributes, PropertyFailure failure) {
        var place = Paths.of(attributes, failure.path());
        if (place.isEmpty()) {
            return error(failure.toString());
        }
        return at(place.get(), failure.reason());
    }

    /// What is wrong with one attribute.
    static Diagnostic at(AttributePath path, String reason) {
        return error("Invalid value for " + Paths.text(path), reason).toBuilder()
                .setAttribute(path)
                .build();
    }

    /// Two resources would be the same real thing.
    ///
    /// @param within the input that the name is of
    static Diagnostic namesake(String resource, String name, String within) {
        return at(
                AttributePath.newBuilder()
                        .addSteps(AttributePath.Step.newBuilder().setAttributeName("name"))
                        .build(),
                "\"%s\" is the name of another %s of the same %s: both would make, change and remove the same things. Give one of them another name. If this is the other one under a new address, say so with a moved block; if the other one is to go, remove it in a run of its own."
                        .formatted(name, resource, within));
    }

    private static Diagnostic error(String summary, String detail) {
        return Diagnostic.newBuilder()
                .setSeverity(Severity.ERROR)
                .setSummary(summary)
                .setDetail(detail)
                .build();
    }

    private static String place(Throwable failure) {
        var trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
