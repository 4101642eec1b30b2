package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import io.mooring.nodes.Gathered;
import io.mooring.nodes.MachineId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The instances that carry our mark, in whatever zone. What has just been made may not be seen for
/// some seconds.
final class Instances {

    private final Cloud cloud;
    private final Names names;
    private final Labels labels;
    private final Gathered<MachineId, Vm> machines;

    Instances(Cloud cloud, Names names, Labels labels) {
        this.cloud = cloud;
        this.names = names;
        this.labels = labels;
        this.machines = new Gathered<>("looking for machine", Cloud.NAMED_AT_ONCE, this::ofAll);
    }

    /// Those of the machine, the oldest first; more than one where two runs have made it at once,
    /// in different zones.
    List<Vm> of(MachineId id) {
        return machines.of(id);
    }

    private Map<MachineId, List<Vm>> ofAll(List<MachineId> ids) {
        return list("looking for machines " + ids, labels.ofMachines(ids)).stream()
                .collect(Collectors.groupingBy(Vm::id));
    }

    List<Vm> ofCluster(String cluster) {
        return list("listing the machines of " + cluster, labels.ofCluster(cluster)).stream()
                .filter(it -> it.id().cluster().equals(cluster))
                .toList();
    }

    private List<Vm> list(String attempt, String filter) {
        var found = new ArrayList<Vm>();
        for (InstanceAggregatedList page :
                cloud.pages(
                        attempt,
                        (google, token) ->
                                google.instances()
                                        .aggregatedListCallable()
                                        .call(request(filter, token)),
                        InstanceAggregatedList::getNextPageToken)) {
            cloud.requireReached(attempt, page.getUnreachablesList());
            page.getItemsMap()
                    .forEach((scope, list) -> {
                        cloud.requireReached(attempt, scope, list.getWarning());
                        list.getInstancesList().forEach(it -> add(it, found));
                    });
        }
        found.sort(Comparator.comparing(Vm::made).thenComparing(Vm::zone));
        return found;
    }

    private AggregatedListInstancesRequest request(String filter, String token) {
        var request =
                AggregatedListInstancesRequest.newBuilder()
                        .setProject(cloud.project())
                        .setFilter(filter)
                        .setReturnPartialSuccess(true);
        return (token.isEmpty() ? request : request.setPageToken(token)).build();
    }

    /// Not one that somebody gave a copy of our labels.
    private void add(Instance instance, List<Vm> found) {
        labels.machine(instance.getLabelsMap())
                .filter(it -> names.machine(it).equals(instance.getName()))
                .ifPresent(it -> found.add(new Vm(it, instance)));
    }
}
