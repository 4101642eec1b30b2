package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AggregatedListDisksRequest;
import com.google.cloud.compute.v1.DeleteDiskRequest;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DiskAggregatedList;
import io.mooring.nodes.Gathered;
import io.mooring.nodes.Holding;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Disks with our mark that no machine has. Google makes and removes a machine's disks with it,
/// unless that fails half way.
final class LooseDisks {

    static final String DISK = "disk";

    private final Cloud cloud;
    private final Operations operations;
    private final Names names;
    private final Labels labels;
    private final Gathered<MachineId, Loose> machines;

    LooseDisks(Cloud cloud, Operations operations, Names names, Labels labels) {
        this.cloud = cloud;
        this.operations = operations;
        this.names = names;
        this.labels = labels;
        this.machines =
                new Gathered<>("looking for disks of machine", Cloud.NAMED_AT_ONCE, this::ofAll);
    }

    private record Loose(MachineId of, Disk seen) {

        String zone() {
            return Names.last(seen.getZone());
        }

        String name() {
            return seen.getName();
        }
    }

    /// As things that may have outlived their machine.
    List<Holding> ofCluster(String cluster) {
        return list("listing the disks of " + cluster, labels.ofCluster(cluster)).stream()
                .filter(it -> it.of().cluster().equals(cluster))
                .map(it ->
                        new Holding(
                                DISK,
                                providerId(it),
                                it.of(),
                                Vm.time(it.seen().getCreationTimestamp())))
                .toList();
    }

    private static String providerId(Loose disk) {
        return disk.zone() + "/" + disk.name();
    }

    /// @return whether there was any
    boolean delete(MachineId id) {
        List<Loose> doomed = machines.of(id);
        doomed.forEach(this::delete);
        return !doomed.isEmpty();
    }

    /// @param providerId as a holding has it
    /// @return whether it was there and is removed
    boolean delete(MachineId id, String providerId) {
        return machines.of(id).stream()
                .filter(it -> providerId(it).equals(providerId))
                .findFirst()
                .map(it -> {
                    delete(it);
                    return true;
                })
                .orElse(false);
    }

    private Map<MachineId, List<Loose>> ofAll(List<MachineId> ids) {
        return list("looking for disks of machines " + ids, labels.ofMachines(ids)).stream()
                .collect(Collectors.groupingBy(Loose::of));
    }

    private void delete(Loose disk) {
        var request =
                DeleteDiskRequest.newBuilder()
                        .setProject(cloud.project())
                        .setZone(disk.zone())
                        .setDisk(disk.name())
                        .setRequestId(UUID.randomUUID().toString())
                        .build();
        try {
            operations.require(
                    "deleting disk " + disk.name() + " of machine " + disk.of(),
                    it -> it.disks().deleteCallable().call(request));
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NotThere)) {
                throw e;
            }
        }
    }

    private List<Loose> list(String attempt, String filter) {
        var found = new ArrayList<Loose>();
        for (DiskAggregatedList page :
                cloud.pages(
                        attempt,
                        (google, token) ->
                                google.disks()
                                        .aggregatedListCallable()
                                        .call(request(filter, token)),
                        DiskAggregatedList::getNextPageToken)) {
            cloud.requireReached(attempt, page.getUnreachablesList());
            page.getItemsMap()
                    .forEach((scope, list) -> {
                        cloud.requireReached(attempt, scope, list.getWarning());
                        list.getDisksList().forEach(it -> add(it, found));
                    });
        }
        return found;
    }

    private AggregatedListDisksRequest request(String filter, String token) {
        var request =
                AggregatedListDisksRequest.newBuilder()
                        .setProject(cloud.project())
                        .setFilter(filter)
                        .setReturnPartialSuccess(true);
        return (token.isEmpty() ? request : request.setPageToken(token)).build();
    }

    /// Neither one that a machine has, nor a copy that somebody made with our labels.
    private void add(Disk disk, List<Loose> found) {
        if (disk.getUsersCount() == 0) {
            labels.machine(disk.getLabelsMap())
                    .filter(it -> names.isDisk(it, disk.getName()))
                    .ifPresent(it -> found.add(new Loose(it, disk)));
        }
    }
}
