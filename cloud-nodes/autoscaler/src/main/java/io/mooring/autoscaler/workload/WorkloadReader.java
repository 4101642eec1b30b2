package io.mooring.autoscaler.workload;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.model.Workload;
import java.io.InputStream;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads `node-workload/v1`.
public final class WorkloadReader {

    private static final String FORMAT = "node-workload/v1";

    private WorkloadReader() {}

    /// The caller closes the stream.
    public static Workload read(InputStream json) {
        Fields root;
        try {
            root = new Fields("", new JsonMapper().readTree(json));
        } catch (JacksonException e) {
            throw new WorkloadException("no JSON: " + e.getOriginalMessage(), e);
        }
        String format = root.text("format", "");
        if (!format.equals(FORMAT)) {
            throw new WorkloadException(
                    "format: '%s' is not known, only %s".formatted(format, FORMAT));
        }
        return root.read(WorkloadReader::workload);
    }

    private static Workload workload(Fields root) {
        var namespaces = new TreeMap<String, Map<String, String>>();
        Fields named = root.at("namespaces");
        for (String name : named.node().propertyNames()) {
            namespaces.put(name, named.at(name).textMap("labels"));
        }
        return new Workload(
                root.text("name", ""),
                root.list("instanceTypes", WorkloadReader::type),
                root.list("nodePools", WorkloadReader::pool),
                root.list("daemonPods", PodTemplates::read),
                root.list("podTemplates", PodTemplates::read),
                root.integers("pods"),
                root.list("existingNodes", WorkloadReader::node),
                namespaces);
    }

    private static InstanceType type(Fields type) {
        var labels = new TreeMap<String, SortedSet<String>>();
        Fields values = type.at("labels");
        for (String key : values.node().propertyNames()) {
            labels.put(key, new TreeSet<>(values.texts(key)));
        }
        return new InstanceType(
                type.text("name", ""),
                type.quantities("capacity", RoundingMode.FLOOR),
                type.quantities("allocatable", RoundingMode.FLOOR),
                labels,
                type.list("offerings", WorkloadReader::offering));
    }

    private static Offering offering(Fields offering) {
        return new Offering(
                offering.text("zone", ""),
                offering.text("capacityType", "on-demand"),
                offering.number("price"),
                offering.flag("available", true),
                offering.text("reservationId", ""),
                offering.has("count") ? offering.integer("count", 0) : Offering.UNLIMITED);
    }

    static NodePool pool(Fields pool) {
        return new NodePool(
                pool.text("name", ""),
                pool.integer("weight", 0),
                pool.textMap("labels"),
                pool.list("taints", WorkloadReader::taint),
                pool.list("requirements", PodTemplates::requirement),
                pool.quantities("limits", RoundingMode.FLOOR));
    }

    static Taint taint(Fields taint) {
        return new Taint(taint.text("key", ""), taint.text("value", ""), taint.text("effect", ""));
    }

    private static ExistingNode node(Fields node) {
        return new ExistingNode(
                node.text("name", ""),
                node.text("nodePool", ""),
                node.text("instanceType", ""),
                node.textMap("labels"),
                node.list("taints", WorkloadReader::taint),
                node.quantities("allocatable", RoundingMode.FLOOR),
                node.quantities("daemonRequests", RoundingMode.CEILING),
                node.has("price") ? node.number("price") : 0,
                node.integers("pods"));
    }
}
