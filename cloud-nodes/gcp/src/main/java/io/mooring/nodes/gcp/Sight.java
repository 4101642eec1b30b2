package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AggregatedListGlobalOperationsRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.OperationAggregatedList;
import io.mooring.nodes.Gathered;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Sees a machine that Google does not show yet: the operation that makes it tells of it. Without,
/// a run that comes after a killed one could make a second machine in another zone, where its name
/// is free.
final class Sight {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final String PREEMPTED = "compute.instances.preempted";

    /// What begins or ends a time in which a machine runs.
    private static final Set<String> LIFE = Set.of("insert", "start", "resume", "stop", PREEMPTED);

    private final Cloud cloud;
    private final Names names;
    private final Instances instances;
    private final Operations operations;
    private final Pace pace;
    private final Gathered<String, Operation> operationsOf;

    Sight(Cloud cloud, Names names, Instances instances, Operations operations, Pace pace) {
        this.cloud = cloud;
        this.names = names;
        this.instances = instances;
        this.operations = operations;
        this.pace = pace;
        this.operationsOf =
                new Gathered<>(
                        "looking for operations of machine", Cloud.NAMED_AT_ONCE, this::ofAll);
    }

    /// The instances of the machine, those among them that are not shown yet; the oldest first.
    List<Vm> of(MachineId id) {
        List<Vm> shown = instances.of(id);
        return shown.isEmpty() && isMade(id) ? awaited(id) : shown;
    }

    /// The instances of a machine that somebody has made; empty if none comes to light.
    List<Vm> awaited(MachineId id) {
        Instant end = pace.now().plus(LIMIT);
        List<Vm> shown = instances.of(id);
        while (shown.isEmpty() && !pace.now().isAfter(end)) {
            pace.pause(LOOK);
            shown = instances.of(id);
        }
        return shown;
    }

    /// Google's words, if the last that became of the machine is that it was taken back.
    Optional<String> takenBack(MachineId id) {
        return done(id).stream()
                .filter(it -> LIFE.contains(it.getOperationType()))
                .max(Comparator.comparing(it -> Vm.time(it.getInsertTime())))
                .filter(it -> it.getOperationType().equals(PREEMPTED))
                .map(it -> it.getStatusMessage().isEmpty() ? PREEMPTED : it.getStatusMessage());
    }

    /// Whether the last thing that was done to it was to make it, with success.
    private boolean isMade(MachineId id) {
        String attempt = "looking for machine " + id;
        Optional<Operation> last =
                done(id).stream().max(Comparator.comparing(it -> Vm.time(it.getInsertTime())));
        return last.filter(it -> it.getOperationType().equals("insert"))
                .filter(it -> operations.end(attempt, it).isEmpty())
                .isPresent();
    }

    private List<Operation> done(MachineId id) {
        return operationsOf.of(names.machine(id));
    }

    private Map<String, List<Operation>> ofAll(List<String> machines) {
        String attempt = "looking for operations of machines " + machines;
        var found = new ArrayList<Operation>();
        for (OperationAggregatedList page :
                cloud.pages(
                        attempt,
                        (google, token) ->
                                google.allOperations()
                                        .aggregatedListCallable()
                                        .call(request(machines, token)),
                        OperationAggregatedList::getNextPageToken)) {
            cloud.requireReached(attempt, page.getUnreachablesList());
            page.getItemsMap()
                    .forEach((scope, list) -> {
                        cloud.requireReached(attempt, scope, list.getWarning());
                        found.addAll(list.getOperationsList());
                    });
        }
        return found.stream().collect(Collectors.groupingBy(it -> Names.last(it.getTargetLink())));
    }

    private AggregatedListGlobalOperationsRequest request(List<String> machines, String token) {
        var request =
                AggregatedListGlobalOperationsRequest.newBuilder()
                        .setProject(cloud.project())
                        .setFilter(
                                "targetLink eq \".*/instances/(%s)\""
                                        .formatted(String.join("|", machines)))
                        .setReturnPartialSuccess(true);
        return (token.isEmpty() ? request : request.setPageToken(token)).build();
    }
}
