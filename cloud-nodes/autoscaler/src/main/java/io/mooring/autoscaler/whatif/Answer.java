package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.solver.Solution;
import io.mooring.autoscaler.solver.Solution.Placement;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the solver would do for these guests.
public record Answer(Solution solution, List<Guest> guests) {

    public Answer {
        guests = List.copyOf(guests);
    }

    public List<PlannedNode> bought() {
        return solution.nodes();
    }

    public List<Placement> placements() {
        return solution.placements();
    }

    public List<Guest> on(PlannedNode node) {
        return node.pods().stream().map(guests::get).toList();
    }

    public List<Guest> on(Placement placement) {
        return placement.pods().stream().map(guests::get).toList();
    }

    public List<Guest> of(UnplacedPods pods) {
        return pods.pods().stream().map(guests::get).toList();
    }

    /// Numbers of the guests without a place.
    public Set<Integer> unplaced() {
        var unplaced = new HashSet<Integer>();
        solution.unplaced().forEach(u -> unplaced.addAll(u.pods()));
        return unplaced;
    }
}
