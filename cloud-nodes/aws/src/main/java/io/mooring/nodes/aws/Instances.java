package io.mooring.nodes.aws;

import io.mooring.nodes.Gathered;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.ProviderFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Reservation;

/// The instances that carry our mark. What has just been made may not be seen for some seconds.
final class Instances {

    private static final int PAGE = 1000;
    private static final Comparator<Instance> OLDEST_FIRST =
            Comparator.comparing(Instance::launchTime).thenComparing(Instance::instanceId);

    /// A request may have 200 values of filters: a machine takes one, its cluster another one.
    private static final int AT_ONCE = 95;

    private final Ec2Api api;
    private final Tags tags;
    private final Gathered<MachineId, Instance> machines =
            new Gathered<>("looking for machine", AT_ONCE, this::ofAll);

    Instances(Ec2Api api, Tags tags) {
        this.api = api;
        this.tags = tags;
    }

    /// Every instance of that machine, the oldest first; also those that are terminated, which EC2
    /// shows for an hour.
    List<Instance> of(MachineId id) {
        return machines.of(id);
    }

    private Map<MachineId, List<Instance>> ofAll(List<MachineId> ids) {
        return find("looking for machines " + ids, tags.ofMachines(ids)).stream()
                .filter(it -> tags.machine(it.tags()).isPresent())
                .collect(Collectors.groupingBy(it -> tags.machine(it.tags()).orElseThrow()));
    }

    List<Instance> ofCluster(String cluster) {
        return find("listing the machines of " + cluster, tags.ofCluster(cluster));
    }

    /// That instance, if it is there and carries our mark.
    Optional<Instance> marked(MachineId id, String instanceId) {
        return of(id).stream().filter(it -> it.instanceId().equals(instanceId)).findFirst();
    }

    /// Whose account it was launched in.
    String account(MachineId id, Instance instance) {
        var request = DescribeInstancesRequest.builder().instanceIds(instance.instanceId()).build();
        return api
                .look("looking whose machine " + id + " is", ec2 -> ec2.describeInstances(request))
                .reservations()
                .stream()
                .map(Reservation::ownerId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() ->
                        new ProviderFailure(
                                "looking whose machine %s is: EC2 does not name the account of instance %s"
                                        .formatted(id, instance.instanceId())));
    }

    private List<Instance> find(String attempt, List<Filter> filters) {
        var found = new ArrayList<Instance>();
        String token = null;
        do {
            var request =
                    DescribeInstancesRequest.builder()
                            .filters(filters)
                            .maxResults(PAGE)
                            .nextToken(token)
                            .build();
            DescribeInstancesResponse page =
                    api.look(attempt, ec2 -> ec2.describeInstances(request));
            page.reservations().forEach(reservation -> found.addAll(reservation.instances()));
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return found.stream().sorted(OLDEST_FIRST).toList();
    }

    static boolean isAlive(Instance instance) {
        return !isTerminated(instance) && state(instance) != InstanceStateName.SHUTTING_DOWN;
    }

    static boolean isTerminated(Instance instance) {
        return state(instance) == InstanceStateName.TERMINATED;
    }

    static boolean isStopped(Instance instance) {
        return state(instance) == InstanceStateName.STOPPED
                || state(instance) == InstanceStateName.STOPPING;
    }

    static InstanceStateName state(Instance instance) {
        return instance.state().name();
    }

    /// Why an instance is in its state, in AWS's words: code and sentence.
    static String reason(Instance instance) {
        return instance.stateReason() == null
                ? "it gave no reason"
                : instance.stateReason().message() + " (" + instance.stateReason().code() + ")";
    }

    static String zone(Instance instance) {
        return instance.placement() == null
                ? ""
                : Objects.requireNonNullElse(instance.placement().availabilityZone(), "");
    }

    static String providerId(Instance instance) {
        return "aws:///" + zone(instance) + "/" + instance.instanceId();
    }

    static String instanceId(String providerId) {
        return providerId.substring(providerId.lastIndexOf('/') + 1);
    }

    static Machine machine(MachineId id, Instance instance) {
        MachineState state =
                isStopped(instance)
                        ? new MachineState.Stopped(
                                "instance " + instance.instanceId() + ": " + reason(instance))
                        : new MachineState.Running();
        String address = instance.privateIpAddress();
        return new Machine(
                id,
                state,
                address == null ? List.of() : List.of(address),
                providerId(instance),
                instance.instanceTypeAsString(),
                zone(instance),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT
                        ? Capacity.SPOT
                        : Capacity.ON_DEMAND);
    }
}
