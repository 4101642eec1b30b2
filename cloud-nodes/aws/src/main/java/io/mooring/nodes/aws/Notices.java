package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Notice;
import io.mooring.nodes.ProviderFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;

/// What EC2 says from outside of machines that it takes away, in two places.
final class Notices {

    private final Instances instances;
    private final Interruptions interruptions;
    private final ScheduledEvents events;
    private final Tags tags;

    Notices(Instances instances, Interruptions interruptions, ScheduledEvents events, Tags tags) {
        this.instances = instances;
        this.interruptions = interruptions;
        this.events = events;
        this.tags = tags;
    }

    List<Notice> of(String cluster, Set<String> wanted) {
        List<Instance> alive =
                instances.ofCluster(cluster).stream()
                        .filter(Instances::isAlive)
                        .filter(it ->
                                tags.machine(it.tags())
                                        .filter(id -> wanted.contains(id.name()))
                                        .isPresent())
                        .toList();
        List<Notice> soon = interruptions.of(cluster, alive);
        Map<String, MachineId> machines =
                alive.stream()
                        .collect(
                                Collectors.toMap(
                                        Instance::instanceId,
                                        it -> tags.machine(it.tags()).orElseThrow()));
        try {
            return Stream.concat(soon.stream(), events.of(cluster, machines).stream()).toList();
        } catch (ProviderFailure e) {
            if (soon.isEmpty()) {
                throw e;
            }
            // what has minutes is not held back by what has days, and is told again
            return soon;
        }
    }
}
