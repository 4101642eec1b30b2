package io.mooring.nodes.azure;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SettingsTree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The ownership mark. The machine and its interface carry it from the call that makes them on; the
/// disk gets the machine's tags from Azure.
record Tags(Owner owner) {

    static final String PREFIX = "mooring:";
    private static final String MANAGER = PREFIX + "manager";
    private static final String OWNER = PREFIX + "owner";
    private static final String CLUSTER = PREFIX + "cluster";
    private static final String MACHINE = PREFIX + "machine";

    /// When it was made: Azure does not tell it of a network interface.
    private static final String MADE = PREFIX + "made";

    /// Azure takes 50 tags on a thing, of which we set five.
    private static final int MOST_TAGS = 45;

    private static final int LONGEST_KEY = 512;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern REFUSED = Pattern.compile(".*[<>%&\\\\?/].*");

    /// The tags of the settings; notes what Azure would refuse.
    static Map<String, String> check(SettingsTree tree) {
        Map<String, String> tags = tree.textMap("tags");
        if (tags.size() > MOST_TAGS) {
            tree.problem(
                    "tags", "are " + tags.size() + "; Azure takes " + MOST_TAGS + " besides ours");
        }
        tags.forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                tree.problem("tags." + key, "begins as tags of Mooring do; rename it");
            } else if (key.isEmpty() || REFUSED.matcher(key).matches()) {
                tree.problem("tags." + key, "must have a key without any of < > % & \\ ? /");
            } else if (key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                tree.problem("tags." + key, "is longer than Azure takes");
            }
        });
        return tags;
    }

    /// All tags of a thing made for a machine.
    Map<String, String> of(MachineId id, Map<String, String> given, Instant now) {
        var all = new TreeMap<>(given);
        all.put(MANAGER, "mooring");
        all.put(OWNER, owner.uid());
        all.put(CLUSTER, id.cluster());
        all.put(MACHINE, id.name());
        all.put(MADE, now.toString());
        return all;
    }

    /// The machine that a thing was made for, if the tags say so and they are this owner's.
    Optional<MachineId> machine(@Nullable Map<String, String> tags) {
        if (!value(tags, OWNER).equals(owner.uid()) || !value(tags, MANAGER).equals("mooring")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MachineId(value(tags, CLUSTER), value(tags, MACHINE)));
        } catch (IllegalArgumentException _) {
            // somebody changed them: not ours any more
            return Optional.empty();
        }
    }

    /// When a thing with our mark was made; empty if nobody can tell any more.
    static Optional<Instant> made(@Nullable Map<String, String> tags) {
        try {
            return Optional.of(Instant.parse(value(tags, MADE)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Azure compares the names of tags without regard to case.
    static String value(@Nullable Map<String, String> tags, String key) {
        return tags == null
                ? ""
                : tags.entrySet().stream()
                        .filter(tag -> tag.getKey().equalsIgnoreCase(key))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
    }
}
