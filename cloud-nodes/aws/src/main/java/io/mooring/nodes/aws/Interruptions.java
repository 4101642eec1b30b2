package io.mooring.nodes.aws;

import io.mooring.nodes.Drift;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Notice;
import io.mooring.nodes.ProviderFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/// Spot instances that EC2 has taken away, or is about to. The latter are told by the requests that
/// they were made by: that takes no queue, no rule and no program on the machine. EC2 gives two
/// minutes.
final class Interruptions {

    private static final String TAKEN = "Server.SpotInstance";
    private static final Duration GIVEN = Duration.ofMinutes(2);

    /// Of an instance whose end has been decided on.
    private static final List<String> ENDING = List.of("marked-for-termination", "marked-for-stop");

    /// As many values as a filter takes.
    private static final int AT_ONCE = 200;

    private final Ec2Api api;
    private final Tags tags;

    Interruptions(Ec2Api api, Tags tags) {
        this.api = api;
        this.tags = tags;
    }

    /// @param alive of one cluster, and ours
    List<Notice> of(String cluster, List<Instance> alive) {
        Map<String, MachineId> spot =
                alive.stream()
                        .filter(it -> it.instanceLifecycle() == InstanceLifecycleType.SPOT)
                        .collect(
                                Collectors.toMap(
                                        Instance::instanceId,
                                        it -> tags.machine(it.tags()).orElseThrow()));
        List<String> ids = spot.keySet().stream().sorted().toList();
        var notices = new ArrayList<Notice>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            ending("machines of " + cluster, some)
                    .forEach(it -> {
                        MachineId machine = spot.get(it.instanceId());
                        if (machine != null) {
                            notices.add(notice(machine, it));
                        }
                    });
        }
        return notices;
    }

    /// What is to be said of one machine; nothing if it stays.
    Optional<Drift> of(MachineId id, Instance instance) {
        boolean taken =
                instance.stateReason() != null
                        && instance.stateReason().code() != null
                        && instance.stateReason().code().startsWith(TAKEN);
        if (taken) {
            return Optional.of(Drift.takenBack(Instances.reason(instance)));
        }
        String request = instance.spotInstanceRequestId();
        if (request == null || request.isEmpty() || !Instances.isAlive(instance)) {
            return Optional.empty();
        }
        try {
            return ending("machine " + id, List.of(instance.instanceId())).stream()
                    .map(SpotInstanceRequest::status)
                    .findFirst()
                    .map(it ->
                            new Drift(
                                    Drift.STATE,
                                    "running",
                                    "about to be taken back by its provider (%s (%s))"
                                            .formatted(it.message(), it.code())));
        } catch (ProviderFailure _) {
            // who may not ask for notices sees the interruption itself, two minutes later
            return Optional.empty();
        }
    }

    private List<SpotInstanceRequest> ending(String what, List<String> ids) {
        var request =
                DescribeSpotInstanceRequestsRequest.builder()
                        .filters(
                                Filter.builder().name("instance-id").values(ids).build(),
                                Filter.builder().name("status-code").values(ENDING).build())
                        .build();
        return api.look(
                        "asking whether EC2 takes back " + what,
                        ec2 -> ec2.describeSpotInstanceRequests(request))
                .spotInstanceRequests();
    }

    private static Notice notice(MachineId machine, SpotInstanceRequest request) {
        return new Notice(
                machine,
                request.status().updateTime().plus(GIVEN),
                "spot interruption: %s (%s)"
                        .formatted(request.status().message(), request.status().code()));
    }
}
