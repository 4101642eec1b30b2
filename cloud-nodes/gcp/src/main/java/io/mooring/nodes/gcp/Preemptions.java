package io.mooring.nodes.gcp;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Spot machines that Google takes back. It tells the machine itself half a minute before; whoever
/// looks from outside sees it stop, and then stopped, or gone and an operation that says why.
final class Preemptions {

    private static final Duration GIVEN = Duration.ofSeconds(30);

    private final Instances instances;
    private final Sight sight;
    private final Pace pace;

    Preemptions(Instances instances, Sight sight, Pace pace) {
        this.instances = instances;
        this.sight = sight;
        this.pace = pace;
    }

    List<Notice> of(String cluster, Set<String> wanted) {
        Map<String, Vm> seen =
                instances.ofCluster(cluster).stream()
                        .collect(
                                Collectors.toMap(
                                        it -> it.id().name(),
                                        Function.identity(),
                                        (oldest, _) -> oldest));
        var notices = new ArrayList<Notice>();
        for (String name : new TreeSet<>(wanted)) {
            Vm machine = seen.get(name);
            if (machine != null) {
                ending(machine, notices);
            } else {
                var id = new MachineId(cluster, name);
                sight.takenBack(id)
                        .ifPresent(why -> notices.add(new Notice(id, pace.now(), said(why))));
            }
        }
        return notices;
    }

    private void ending(Vm machine, List<Notice> notices) {
        if (machine.capacity() != Capacity.SPOT) {
            return;
        }
        switch (machine.phase()) {
            case MAKING, RUNNING -> {}
            case LEAVING ->
                    notices.add(new Notice(machine.id(), pace.now().plus(GIVEN), state(machine)));
            case STOPPED -> notices.add(new Notice(machine.id(), pace.now(), state(machine)));
        }
    }

    private static String state(Vm machine) {
        return said("the instance is " + machine.seen().getStatus());
    }

    private static String said(String why) {
        return "Google takes back the spot machine: " + why;
    }
}
