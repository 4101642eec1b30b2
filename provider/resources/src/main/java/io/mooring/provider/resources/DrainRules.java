package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How pods are asked to leave a node before its machine goes. Budgets are never passed over by it:
/// what is left at the end of the time goes with the machine, or keeps it.
///
/// @param timeout for all pods together
/// @param grace what each of them gets to end; its own if empty
/// @param atEnd what happens when they have not left in that time
/// @param emptyDirData whether pods may go that lose what they keep in an `emptyDir`
/// @param unmanaged whether pods may go that no controller makes anew
public record DrainRules(
        Duration timeout,
        Optional<Duration> grace,
        AtEnd atEnd,
        boolean emptyDirData,
        boolean unmanaged) {

    /// The input of a node or a pool that says so.
    public static final String PROPERTY = "drain";

    private static final String TIMEOUT = "timeout";
    private static final String GRACE = "gracePeriod";
    private static final String AT_END = "onTimeout";
    private static final String EMPTY_DIR = "deleteEmptyDirData";
    private static final String UNMANAGED = "deleteUnmanagedPods";

    private static final Duration USUAL = Duration.ofSeconds(45);
    private static final Duration MOST = Duration.ofDays(1);

    /// What becomes of a machine whose pods have not left in time.
    public enum AtEnd {
        /// It goes with them.
        FORCE("force"),
        /// It stays, and the operation fails.
        FAIL("fail");

        private final String word;

        AtEnd(String word) {
            this.word = word;
        }
    }

    private static final ObjectType TYPE =
            ObjectType.of(
                    "mooring:index:Drain",
                    "How pods are asked to leave a node before its machine goes: by the eviction API, which heeds every PodDisruptionBudget. No setting passes budgets over while the time lasts.",
                    Property.of(
                            TIMEOUT,
                            PropertyType.STRING,
                            "How long all pods together may take to leave, as in `45s` (as when not given), `10m` or `1h`; up to `24h`. `0` waits for none of them."),
                    Property.of(
                            GRACE,
                            PropertyType.STRING,
                            "How long each pod gets to end once it is told to, as in `30s`; what the pod says itself (`terminationGracePeriodSeconds`) if not given."),
                    Property.of(
                            AT_END,
                            PropertyType.STRING,
                            "What happens when pods have not left in time: `force` (as when not given) removes the machine with what is left, `fail` keeps it and fails, naming pods and budgets; the next run goes on."),
                    Property.of(
                            EMPTY_DIR,
                            PropertyType.BOOLEAN,
                            "Whether pods may go that lose what they keep in an `emptyDir`; true if not given. With false a node that has such pods is not drained, and what needs that fails."),
                    Property.of(
                            UNMANAGED,
                            PropertyType.BOOLEAN,
                            "Whether pods may go that no controller makes anew; true if not given. With false a node that has such pods is not drained, and what needs that fails."));

    static final Property INPUT =
            Property.of(
                    PROPERTY,
                    TYPE.ref(),
                    "How pods leave a node before its machine is removed, replaced or switched off. A change is carried out in place and does nothing by itself; a node is removed by what the last run has set.");

    /// Reads checked and known inputs of a node.
    static DrainRules of(ObjectValue inputs) {
        ObjectValue given = inputs.object(PROPERTY).orElse(ObjectValue.EMPTY);
        return new DrainRules(
                given.text(TIMEOUT).flatMap(Ttl::parse).orElse(USUAL),
                given.text(GRACE).flatMap(Ttl::parse),
                given.text(AT_END).filter(AtEnd.FAIL.word::equals).isPresent()
                        ? AtEnd.FAIL
                        : AtEnd.FORCE,
                !isFalse(given, EMPTY_DIR),
                !isFalse(given, UNMANAGED));
    }

    private static boolean isFalse(ObjectValue given, String name) {
        return given.field(name).bare().equals(Value.of(false));
    }

    /// Whether there are pods for which a machine stays.
    boolean mayKeep() {
        return atEnd == AtEnd.FAIL || !emptyDirData || !unmanaged;
    }

    /// What is wrong with what is known of it.
    static List<PropertyFailure> check(ObjectValue inputs) {
        ObjectValue given = inputs.object(PROPERTY).orElse(ObjectValue.EMPTY);
        List<PropertyFailure> failures = new ArrayList<>();
        duration(given, TIMEOUT).ifPresent(failures::add);
        duration(given, GRACE).ifPresent(failures::add);
        given.text(AT_END)
                .filter(it -> !it.equals(AtEnd.FORCE.word) && !it.equals(AtEnd.FAIL.word))
                .map(it -> failure(AT_END, "is \"%s\"; give force or fail".formatted(it)))
                .ifPresent(failures::add);
        return failures;
    }

    private static Optional<PropertyFailure> duration(ObjectValue given, String name) {
        return given.text(name)
                .filter(text -> Ttl.parse(text).filter(it -> it.compareTo(MOST) <= 0).isEmpty())
                .map(text ->
                        failure(
                                name,
                                "\"%s\" is no duration of at most 24h; write it as in 45s, 10m or 1h30m"
                                        .formatted(text)));
    }

    private static PropertyFailure failure(String name, String reason) {
        return new PropertyFailure(PROPERTY + "." + name, reason);
    }
}
