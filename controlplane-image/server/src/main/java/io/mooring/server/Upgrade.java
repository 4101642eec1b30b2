package io.mooring.server;

import io.mooring.api.Release;
import io.mooring.api.VersionSkew;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What it means that a release of Kubernetes is about to run on a data store.
///
///     (nothing)    --> New        --finished--> at it
///     at it        --> Unchanged
///     at another   --> Begun      --finished--> at it, else --> Resumed --finished--> at it
///                  \-> Refused
///
/// A replica that is upgraded runs beside those that are not yet: that is one minor version at
/// most, because none goes on before all have come as far.
sealed interface Upgrade {

    /// Nothing has run there yet.
    record New(Release to) implements Upgrade {}

    /// It has run there last.
    record Unchanged(Release to) implements Upgrade {}

    /// Another one has.
    record Begun(Release from, Release to) implements Upgrade {}

    /// It was to follow another one, and did not get to the end.
    record Resumed(Release from, Release to) implements Upgrade {}

    /// Of two that ran the same, the one that did not come to its end.
    Comparator<Ran> LATEST =
            Comparator.comparing(Ran::to).thenComparing(Ran::from, Comparator.reverseOrder());

    /// It must not run there.
    record Refused(String reason) implements Upgrade {}

    /// What a replica has run last.
    ///
    /// @param from what it had run before; the same once it has come through with the other
    record Ran(Release from, Release to) {

        static Ran through(Release release) {
            return new Ran(release, release);
        }

        boolean isThrough() {
            return from.equals(to);
        }
    }

    /// @param self the replica that is about to start
    /// @param known what all have run; one that is not there has run what the others have
    static Upgrade judge(String self, Release wanted, Map<String, Ran> known) {
        if (known.isEmpty()) {
            return new New(wanted);
        }
        Ran ran = Optional.ofNullable(known.get(self)).orElseGet(() -> Ran.through(oldest(known)));
        if (wanted.minor() > ran.to().minor() && !ran.isThrough()) {
            return new Refused(
                    "from %s to %s: the upgrade from %s to %s has not come to its end; finish that first"
                            .formatted(ran.to(), wanted, ran.from(), ran.to()));
        }
        Optional<String> refusal = VersionSkew.refusal(ran.to(), wanted);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        List<String> behind = behind(wanted, known);
        if (!behind.isEmpty()) {
            return new Refused(
                    "to %s: %s %s not come to v1.%d yet; wait for %s"
                            .formatted(
                                    wanted,
                                    String.join(", ", behind),
                                    behind.size() == 1 ? "has" : "have",
                                    wanted.minor() - 1,
                                    behind.size() == 1 ? "it" : "them"));
        }
        if (!ran.isThrough()) {
            return new Resumed(ran.from(), wanted);
        }
        return ran.to().equals(wanted) ? new Unchanged(wanted) : new Begun(ran.to(), wanted);
    }

    /// What the replicas have run that there are. Of those that are gone, as after a restore under
    /// another name or with fewer replicas, only the latest counts: the data are as it left them
    /// for whoever has not run as much.
    static Map<String, Ran> among(Set<String> members, String self, Map<String, Ran> known) {
        Optional<Ran> gone =
                known.entrySet().stream()
                        .filter(one -> !members.contains(one.getKey()))
                        .map(Map.Entry::getValue)
                        .max(LATEST);
        if (gone.isEmpty()) {
            return known;
        }
        var present = new HashMap<String, Ran>(known);
        present.keySet().retainAll(members);
        if (present.isEmpty()) {
            return Map.of(self, gone.get());
        }
        present.replaceAll((_, ran) -> ran.to().compareTo(gone.get().to()) < 0 ? gone.get() : ran);
        return present;
    }

    private static Release oldest(Map<String, Ran> known) {
        return known.values().stream().map(Ran::from).min(Release::compareTo).orElseThrow();
    }

    private static List<String> behind(Release wanted, Map<String, Ran> known) {
        return known.entrySet().stream()
                .filter(other -> other.getValue().from().minor() < wanted.minor() - 1)
                .map(other -> other.getKey() + " (" + other.getValue().from() + ")")
                .sorted()
                .toList();
    }
}
