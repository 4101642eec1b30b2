package io.mooring.autoscaler.workload;

import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.model.Volume;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Reads parts of a workload out of trees that another reader has made of JSON: maps, lists, texts,
/// numbers, truth values. The fields are those of the file. What does not fit is a
/// [WorkloadException].
public final class Trees {

    private Trees() {}

    public static PodTemplate pod(Map<String, ?> tree) {
        return fields(tree).read(PodTemplates::read);
    }

    /// One that is empty selects everything.
    public static LabelSelector selector(Map<String, ?> tree) {
        return fields(tree).read(PodTemplates::selector);
    }

    public static NodePool pool(Map<String, ?> tree) {
        return fields(tree).read(WorkloadReader::pool);
    }

    /// A volume as a pod of a workload has it: `driver`, and `topology` as node selector terms.
    public static Volume volume(Map<String, ?> tree) {
        return fields(tree).read(PodTemplates::volume);
    }

    public static List<Taint> taints(List<? extends Map<String, ?>> trees) {
        return fields(Map.of("taints", trees)).list("taints", WorkloadReader::taint);
    }

    private static Fields fields(Map<String, ?> tree) {
        return new Fields("", JsonMapper.shared().valueToTree(tree));
    }
}
