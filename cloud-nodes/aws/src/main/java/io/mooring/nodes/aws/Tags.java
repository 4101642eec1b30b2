package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/// The ownership mark. Everything that is made carries it from the call that makes it on, so that
/// there is no moment at which it could be lost.
record Tags(Owner owner) {

    static final String PREFIX = "mooring:";
    private static final String MANAGER = PREFIX + "manager";
    private static final String OWNER = PREFIX + "owner";
    private static final String CLUSTER = PREFIX + "cluster";
    private static final String MACHINE = PREFIX + "machine";

    /// All tags of a thing made for a machine, in an order that does not change.
    List<Tag> of(MachineId id, Map<String, String> given) {
        var all = new TreeMap<String, String>();
        all.put("Name", id.cluster() + "-" + id.name());
        all.putAll(given);
        all.put(MANAGER, "mooring");
        all.put(OWNER, owner.uid());
        all.put(CLUSTER, id.cluster());
        all.put(MACHINE, id.name());
        return all.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    List<Filter> ofCluster(String cluster) {
        return List.of(
                filter(MANAGER, "mooring"), filter(OWNER, owner.uid()), filter(CLUSTER, cluster));
    }

    List<Filter> ofMachine(MachineId id) {
        return ofMachines(List.of(id));
    }

    /// Those of all of these machines, and perhaps of some others.
    List<Filter> ofMachines(List<MachineId> ids) {
        return List.of(
                filter(MANAGER, "mooring"),
                filter(OWNER, owner.uid()),
                filter(CLUSTER, ids.stream().map(MachineId::cluster)),
                filter(MACHINE, ids.stream().map(MachineId::name)));
    }

    private static Filter filter(String key, String value) {
        return filter(key, Stream.of(value));
    }

    private static Filter filter(String key, Stream<String> values) {
        return Filter.builder().name("tag:" + key).values(values.distinct().toList()).build();
    }

    /// The machine that a thing was made for, if the tags say so and they are this owner's.
    Optional<MachineId> machine(List<Tag> tags) {
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

    static String value(List<Tag> tags, String key) {
        return tags.stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse("");
    }
}
