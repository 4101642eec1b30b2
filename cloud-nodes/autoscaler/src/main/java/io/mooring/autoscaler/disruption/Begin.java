package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Claim.Command;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Proposals;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.whatif.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Begins disruptions, and takes them from the quota.
record Begin(
        Commands commands,
        Orders orders,
        Quota quota,
        Proposals proposals,
        Instant now,
        Agenda agenda) {

    /// Whether that is done now.
    boolean delete(Candidate candidate, Reason reason, String why, String brief) {
        quota.take(candidate.pool());
        String name = candidate.claim().name();
        return proposals.add(
                candidate.pool(),
                "remove %s (%s): %s".formatted(name, reason, brief),
                -candidate.price(),
                () -> {
                    agenda.add(say(candidate, reason, why));
                    agenda.add(new Action.DeleteClaim(name, reason, null));
                });
    }

    /// Whether that is done now. They are all of one pool if that asks for consent.
    ///
    /// @param brief of it what does not change while the same would be done
    boolean replace(
            List<Candidate> old, List<PlannedNode> nodes, Reason reason, String why, String brief) {
        if (nodes.isEmpty()) {
            boolean done = false;
            for (Candidate candidate : old) {
                done |= delete(candidate, reason, why, brief);
            }
            return done;
        }
        old.forEach(candidate -> quota.take(candidate.pool()));
        String names = old.stream().map(c -> c.claim().name()).collect(Collectors.joining(", "));
        String instead = nodes.stream().map(PlannedNode::words).collect(Collectors.joining(", "));
        double price = nodes.stream().mapToDouble(PlannedNode::price).sum();
        return proposals.add(
                old.getFirst().pool(),
                "replace %s by %s (%s): %s".formatted(names, instead, reason, brief),
                price - old.stream().mapToDouble(Candidate::price).sum(),
                () -> start(old, nodes, reason, why));
    }

    private void start(List<Candidate> old, List<PlannedNode> nodes, Reason reason, String why) {
        String id = old.getFirst().claim().name() + "@" + now.getEpochSecond();
        var fresh = new ArrayList<Claim>();
        var coming = new Command(id, reason, nodes.size(), true, now);
        for (PlannedNode node : nodes) {
            Claim claim = orders.claim(node, now, coming);
            if (claim == null) {
                return;
            }
            fresh.add(claim);
        }
        old.forEach(candidate -> agenda.add(say(candidate, reason, why)));
        commands.start(new Command(id, reason, nodes.size(), false, now), old, fresh);
    }

    private static Action say(Candidate candidate, Reason reason, String why) {
        return new Action.Say("NodeClaim", candidate.claim().name(), reason.toString(), why);
    }
}
