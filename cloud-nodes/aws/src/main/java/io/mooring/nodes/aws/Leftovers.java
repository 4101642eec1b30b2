package io.mooring.nodes.aws;

import io.mooring.nodes.Holding;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Volume;

/// Volumes that carry our mark and are attached to nothing. They go with their instance unless a
/// launch failed half way, or a person detached them.
final class Leftovers {

    static final String VOLUME = "volume";

    private final Ec2Api api;
    private final Tags tags;

    Leftovers(Ec2Api api, Tags tags) {
        this.api = api;
        this.tags = tags;
    }

    List<Holding> ofCluster(String cluster) {
        return loose(tags.ofCluster(cluster)).flatMap(this::holding).toList();
    }

    private Stream<Holding> holding(Volume volume) {
        return tags.machine(volume.tags()).stream()
                .map(id -> new Holding(VOLUME, volume.volumeId(), id, volume.createTime()));
    }

    private Stream<Volume> loose(List<Filter> marked) {
        var filters = new ArrayList<>(marked);
        filters.add(Filter.builder().name("status").values("available").build());
        var request = DescribeVolumesRequest.builder().filters(filters).build();
        return api
                .look("looking for volumes", ec2 -> ec2.describeVolumes(request))
                .volumes()
                .stream();
    }

    /// Deletes the volume if it is still loose and still carries our mark.
    boolean delete(MachineId id, String volumeId) {
        if (loose(tags.ofMachine(id)).noneMatch(it -> it.volumeId().equals(volumeId))) {
            return false;
        }
        try {
            api.change(
                    "deleting volume " + volumeId,
                    ec2 -> ec2.deleteVolume(request -> request.volumeId(volumeId)));
            return true;
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.NotThere) {
                return false;
            }
            throw e;
        }
    }
}
