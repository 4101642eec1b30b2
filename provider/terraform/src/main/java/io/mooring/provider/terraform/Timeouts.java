package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tfplugin6.Tfplugin6.AttributePath;
import tfplugin6.Tfplugin6.Diagnostic;

/// How long the user lets operations take: the attribute `timeouts` that every resource has. It is
/// kept in the state, because nothing else is there when a resource is removed.
final class Timeouts {
    static final String NAME = "timeouts";

    private static final ObjectType OBJECT =
            ObjectType.of(
                    "terraform:index:Timeouts",
                    "How long operations may take.",
                    property(Operation.CREATE, "making it"),
                    property(Operation.UPDATE, "changing it in place"),
                    property(Operation.DELETE, "removing it"));

    static final Property PROPERTY =
            Property.of(
                    NAME,
                    OBJECT.ref(),
                    "How long operations may take, as in `90s`, `20m` or `1h30m`. What is not given takes as long as is usual for it. A change of this alone changes nothing else.");

    static final PropertyType TYPE = PROPERTY.type();

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");

    /// What takes time.
    enum Operation {
        CREATE,
        UPDATE,
        DELETE;

        private String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Timeouts() {}

    /// The user's word; absent if there is none, or none that can be read.
    ///
    /// @param values a configuration or a state
    static Optional<Duration> of(Msg.Fields values, Operation operation) {
        return text(values, operation).flatMap(Timeouts::parse);
    }

    /// What is wrong with a configuration's.
    static List<Diagnostic> problems(Msg.Fields config) {
        var problems = new ArrayList<Diagnostic>();
        for (var operation : Operation.values()) {
            text(config, operation)
                    .filter(text -> parse(text).isEmpty())
                    .map(text -> problem(operation, text))
                    .ifPresent(problems::add);
        }
        return problems;
    }

    private static Diagnostic problem(Operation operation, String text) {
        var path =
                AttributePath.newBuilder()
                        .addSteps(AttributePath.Step.newBuilder().setAttributeName(NAME))
                        .addSteps(
                                AttributePath.Step.newBuilder()
                                        .setAttributeName(operation.attribute()))
                        .build();
        var reason = "\"%s\" is no duration; write it as in 90s, 20m or 1h30m".formatted(text);
        return Diagnostics.at(path, reason);
    }

    private static Optional<String> text(Msg.Fields values, Operation operation) {
        return values.field(NAME) instanceof Msg.Fields timeouts
                        && timeouts.field(operation.attribute()) instanceof Msg.Str(var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Optional<Duration> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var time =
                Duration.ofHours(number(matcher.group(1)))
                        .plusMinutes(number(matcher.group(2)))
                        .plusSeconds(number(matcher.group(3)));
        return Optional.of(time).filter(Duration::isPositive);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Property property(Operation operation, String what) {
        return Property.of(
                operation.attribute(), PropertyType.STRING, "How long " + what + " may take.");
    }
}
