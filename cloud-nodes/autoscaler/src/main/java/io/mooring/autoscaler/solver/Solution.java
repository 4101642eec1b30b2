package io.mooring.autoscaler.solver;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What to buy and where each pod goes.
///
/// @param lowerBound no answer can cost less, in dollars an hour
public record Solution(
        List<PlannedNode> nodes,
        List<Placement> placements,
        List<UnplacedPods> unplaced,
        double price,
        double lowerBound) {

    public Solution {
        nodes = List.copyOf(nodes);
        placements = List.copyOf(placements);
        unplaced = List.copyOf(unplaced);
    }

    /// A node to be bought.
    ///
    /// @param labels what its pods rely on, and all else that is settled
    /// @param types how many types of its pool would hold its pods
    /// @param others what would do in its place where it is not to be had, the cheapest first
    /// @param why in plain words
    public record PlannedNode(
            String nodePool,
            String instanceType,
            String zone,
            String capacityType,
            String reservation,
            SortedMap<String, String> labels,
            double price,
            int types,
            List<Other> others,
            List<Integer> pods,
            String why) {

        public PlannedNode {
            others = List.copyOf(others);
            pods = List.copyOf(pods);
            labels = new TreeMap<>(labels);
        }

        /// What it is and costs.
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s in %s (%s) at %.4f dollars an hour",
                    instanceType,
                    zone,
                    capacityType,
                    price);
        }
    }

    /// Another offer of a node's pool that would hold its pods.
    public record Other(
            String instanceType,
            String zone,
            String capacityType,
            SortedMap<String, String> labels,
            double price) {

        public Other {
            labels = new TreeMap<>(labels);
        }
    }

    /// Pods for a node that is there.
    public record Placement(String node, List<Integer> pods) {

        public Placement {
            pods = List.copyOf(pods);
        }
    }

    /// Equal pods without a place.
    ///
    /// @param constraint the nearest miss: the one constraint that stands between them and a node
    /// @param why in plain words
    public record UnplacedPods(List<Integer> pods, String constraint, String why) {

        public UnplacedPods {
            pods = List.copyOf(pods);
        }
    }

    /// How many times the lower bound this costs, 1 where nothing has to be paid.
    public double overBound() {
        return lowerBound > 0 ? price / lowerBound : 1;
    }

    public int unplacedPods() {
        return unplaced.stream().mapToInt(u -> u.pods().size()).sum();
    }
}
