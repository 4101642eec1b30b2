package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.EventCode;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusEvent;

/// Instances of any kind that EC2 will stop or retire, which it says days before. One that it
/// reboots comes back by itself.
final class ScheduledEvents {

    private static final int PAGE = 1000;

    private static final Filter ENDS =
            Filter.builder()
                    .name("event.code")
                    .values(
                            EventCode.INSTANCE_RETIREMENT.toString(),
                            EventCode.INSTANCE_STOP.toString())
                    .build();

    private final Ec2Api api;

    ScheduledEvents(Ec2Api api) {
        this.api = api;
    }

    /// @param machines by the ids of their instances
    List<Notice> of(String cluster, Map<String, MachineId> machines) {
        if (machines.isEmpty()) {
            return List.of();
        }
        var notices = new ArrayList<Notice>();
        for (InstanceStatus status : ending("asking what EC2 plans for machines of " + cluster)) {
            MachineId machine = machines.get(status.instanceId());
            if (machine != null) {
                status.events().stream()
                        .filter(ScheduledEvents::isPlanned)
                        .map(it -> notice(machine, it))
                        .forEach(notices::add);
            }
        }
        return notices;
    }

    /// EC2 goes on to tell of what it has done, and of what it does not do after all, for a week.
    private static boolean isPlanned(InstanceStatusEvent event) {
        String description = String.valueOf(event.description());
        return event.notBefore() != null
                && !description.startsWith("[Completed]")
                && !description.startsWith("[Canceled]");
    }

    private static Notice notice(MachineId machine, InstanceStatusEvent event) {
        return new Notice(
                machine,
                event.notBefore(),
                "scheduled event: %s (%s)".formatted(event.description(), event.codeAsString()));
    }

    private List<InstanceStatus> ending(String attempt) {
        var found = new ArrayList<InstanceStatus>();
        String token = null;
        do {
            var request =
                    DescribeInstanceStatusRequest.builder()
                            .filters(ENDS)
                            .includeAllInstances(true)
                            .maxResults(PAGE)
                            .nextToken(token)
                            .build();
            DescribeInstanceStatusResponse page =
                    api.look(attempt, ec2 -> ec2.describeInstanceStatus(request));
            found.addAll(page.instanceStatuses());
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return found;
    }
}
