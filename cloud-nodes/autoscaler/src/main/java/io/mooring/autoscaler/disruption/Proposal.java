package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.solver.Solution.PlannedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Nodes that could go, what would come instead, and what that brings.
///
/// @param savings dollars an hour
/// @param moves what it costs that pods move, in dollars
public record Proposal(
        List<String> claims, List<PlannedNode> nodes, double savings, double moves, int pods) {

    public Proposal {
        claims = List.copyOf(claims);
        nodes = List.copyOf(nodes);
    }

    static Proposal of(List<Candidate> old, List<PlannedNode> nodes, Instant now) {
        double price = nodes.stream().mapToDouble(PlannedNode::price).sum();
        return new Proposal(
                old.stream().map(c -> c.claim().name()).toList(),
                nodes,
                old.stream().mapToDouble(Candidate::price).sum() - price,
                old.stream().mapToDouble(c -> c.moveDollars(now)).sum(),
                old.stream().mapToInt(c -> c.pods().size()).sum());
    }

    /// What is won in the time given.
    double gain(Duration payback) {
        return savings * payback.toMillis() / 3_600_000.0 - moves;
    }

    /// Of [#words] what does not change with the age of pods.
    public String brief() {
        return String.format(Locale.ROOT, "saves %.4f dollars an hour", savings);
    }

    /// In plain words.
    public String words() {
        String instead =
                nodes.isEmpty()
                        ? "its pods fit on other nodes"
                        : nodes.stream()
                                .map(node -> node.instanceType() + " in " + node.zone())
                                .collect(Collectors.joining(", ", "replaced by ", ""));
        return String.format(
                Locale.ROOT,
                "%s; saves %.4f dollars an hour, moves %d pods, which counts as %.4f dollars",
                instead,
                savings,
                pods,
                moves);
    }
}
