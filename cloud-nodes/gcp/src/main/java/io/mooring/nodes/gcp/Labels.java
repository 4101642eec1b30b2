package io.mooring.nodes.gcp;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SettingsTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The ownership mark. A machine and its disks carry it from the call that makes them on. Google
/// takes neither colons nor capitals in it.
record Labels(Owner owner) {

    static final String PREFIX = "mooring-";
    private static final String MANAGER = PREFIX + "manager";
    private static final String OWNER = PREFIX + "owner";
    private static final String CLUSTER = PREFIX + "cluster";
    private static final String MACHINE = PREFIX + "machine";

    /// Google takes 64 labels on a thing, of which we set four.
    private static final int MOST = 60;

    private static final int LONGEST = 63;
    private static final Pattern KEY =
            Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

    /// The labels of the settings; notes what Google would refuse.
    static Map<String, String> check(SettingsTree tree) {
        Map<String, String> labels = tree.textMap("labels");
        if (labels.size() > MOST) {
            tree.problem(
                    "labels", "are " + labels.size() + "; Google takes " + MOST + " besides ours");
        }
        labels.forEach((key, value) -> {
            String field = "labels." + key;
            if (key.startsWith(PREFIX)) {
                tree.problem(field, "begins as labels of Mooring do; rename it");
            } else if (!KEY.matcher(key).matches()) {
                tree.problem(
                        field,
                        "must have a key of at most 63 lower-case letters, digits, '-' and '_' that"
                                + " begins with a letter");
            } else if (!VALUE.matcher(value).matches()) {
                tree.problem(
                        field,
                        "is \"%s\"; give at most 63 lower-case letters, digits, '-' and '_'"
                                .formatted(value));
            }
        });
        return labels;
    }

    /// All labels of a thing made for a machine.
    Map<String, String> of(MachineId id, Map<String, String> given) {
        var all = new TreeMap<>(given);
        all.put(MANAGER, "mooring");
        all.put(OWNER, ownerLabel());
        all.put(CLUSTER, id.cluster());
        all.put(MACHINE, id.name());
        return all;
    }

    private String ownerLabel() {
        return owner.uid().substring(0, Math.min(LONGEST, owner.uid().length()));
    }

    /// What Google is asked for, to list a cluster's things alone.
    String ofCluster(String cluster) {
        return "(labels.%s = \"mooring\") AND (labels.%s = \"%s\") AND (labels.%s = \"%s\")"
                .formatted(MANAGER, OWNER, ownerLabel(), CLUSTER, cluster);
    }

    /// What Google is asked for, to list the things of all of these machines, and perhaps of some
    /// others.
    String ofMachines(List<MachineId> ids) {
        return "(labels.%s = \"mooring\") AND (labels.%s = \"%s\") AND %s AND %s"
                .formatted(
                        MANAGER,
                        OWNER,
                        ownerLabel(),
                        any(CLUSTER, ids.stream().map(MachineId::cluster)),
                        any(MACHINE, ids.stream().map(MachineId::name)));
    }

    private static String any(String label, Stream<String> values) {
        List<String> terms =
                values.distinct().map(it -> "(labels.%s = \"%s\")".formatted(label, it)).toList();
        String all = String.join(" OR ", terms);
        return terms.size() == 1 ? all : "(" + all + ")";
    }

    /// The machine that a thing was made for, if the labels say so and they are this owner's.
    Optional<MachineId> machine(Map<String, String> labels) {
        if (!labels.getOrDefault(OWNER, "").equals(ownerLabel())
                || !labels.getOrDefault(MANAGER, "").equals("mooring")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new MachineId(
                            labels.getOrDefault(CLUSTER, ""), labels.getOrDefault(MACHINE, "")));
        } catch (IllegalArgumentException _) {
            // somebody changed them: not ours any more
            return Optional.empty();
        }
    }
}
