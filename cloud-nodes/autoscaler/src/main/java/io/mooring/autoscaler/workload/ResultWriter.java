package io.mooring.autoscaler.workload;

import io.mooring.autoscaler.solver.Solution;
import io.mooring.autoscaler.solver.Solution.Placement;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/// Writes results and explanations; the same solution gives the same bytes.
public final class ResultWriter {

    private ResultWriter() {}

    /// The caller closes the stream.
    public static void write(String workload, Solution solution, OutputStream out) {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("workload", workload);
            json.writeStringProperty("engine", "mooring");
            json.writeNumberProperty("price", solution.price());
            json.writeNumberProperty("lowerBound", solution.lowerBound());
            json.writeArrayPropertyStart("nodes");
            solution.nodes().forEach(node -> write(node, json));
            json.writeEndArray();
            json.writeArrayPropertyStart("existing");
            solution.placements().forEach(placement -> write(placement, json));
            json.writeEndArray();
            pods(
                    "unplaced",
                    solution.unplaced().stream().flatMap(u -> u.pods().stream()).sorted().toList(),
                    json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /// Why each node is bought and each pod has no place. The caller closes the stream.
    public static void explain(Solution solution, OutputStream out) {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("nodes");
            for (int i = 0; i < solution.nodes().size(); i++) {
                PlannedNode node = solution.nodes().get(i);
                json.writeStartObject();
                json.writeNumberProperty("node", i);
                json.writeStringProperty("instanceType", node.instanceType());
                json.writeNumberProperty("price", node.price());
                json.writeNumberProperty("pods", node.pods().size());
                json.writeStringProperty("why", node.why());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("unplaced");
            solution.unplaced().forEach(unplaced -> write(unplaced, json));
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static JsonGenerator generator(OutputStream out) {
        return new JsonFactory()
                .createGenerator(tools.jackson.core.ObjectWriteContext.empty(), out);
    }

    private static void write(PlannedNode node, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("nodePool", node.nodePool());
        json.writeStringProperty("instanceType", node.instanceType());
        json.writeStringProperty("zone", node.zone());
        json.writeStringProperty("capacityType", node.capacityType());
        if (!node.reservation().isEmpty()) {
            json.writeStringProperty("reservationId", node.reservation());
        }
        json.writeNumberProperty("price", node.price());
        json.writeNumberProperty("instanceTypeOptions", node.types());
        pods("pods", node.pods(), json);
        json.writeEndObject();
    }

    private static void write(Placement placement, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("name", placement.node());
        pods("pods", placement.pods(), json);
        json.writeEndObject();
    }

    private static void write(UnplacedPods unplaced, JsonGenerator json) {
        json.writeStartObject();
        pods("pods", unplaced.pods(), json);
        json.writeStringProperty("constraint", unplaced.constraint());
        json.writeStringProperty("why", unplaced.why());
        json.writeEndObject();
    }

    private static void pods(String name, List<Integer> pods, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        pods.forEach(json::writeNumber);
        json.writeEndArray();
    }
}
