package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.Offer.Buyable;
import java.util.Locale;

/// Says why a node was bought: what its pods leave to choose from, what the next best would cost,
/// and what fills it up.
final class NodeReasons {

    private static final double NANOS = 1e9;

    private final Problem problem;

    NodeReasons(Problem problem) {
        this.problem = problem;
    }

    long[] used(Node node) {
        long[] used = new long[problem.resources()];
        for (int k = 0; k < node.demands().length; k++) {
            Resources.add(used, problem.request[node.demands()[k]], node.counts()[k]);
        }
        return used;
    }

    String why(Node node) {
        long[] used = used(node);
        Bits allowed = problem.options.allowed(node.offer(), node.demands(), node.demands().length);
        int fitting = 0;
        int next = -1;
        for (int o = allowed.next(0); o >= 0; o = allowed.next(o + 1)) {
            if (problem.options.fits(o, used)) {
                fitting++;
                if (o != node.offer() && next < 0) {
                    next = o;
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "%d of the %d offers that its pods' constraints allow are large enough; %s; %s",
                fitting,
                allowed.count(),
                alternative(node.offer(), next),
                fullness(node.offer(), used));
    }

    private String alternative(int offer, int next) {
        if (next < 0) {
            return "there is no other";
        }
        String text = "the cheapest other, " + name(next);
        double more = (problem.price[next] - problem.price[offer]) / NANOS;
        return more < 0
                ? text + ", is used up: its limit or inventory is reached"
                : String.format(Locale.ROOT, "%s, costs %.4f more", text, more);
    }

    private String name(int offer) {
        return problem.catalog.offers.get(offer) instanceof Buyable sale
                ? String.join(
                        " ",
                        sale.type().name(),
                        sale.offering().zone(),
                        sale.offering().capacityType())
                : "";
    }

    private String fullness(int offer, long[] used) {
        var text = new StringBuilder("full to");
        for (int r = 0; r < used.length; r++) {
            if (used[r] > 0) {
                text.append(text.length() > 8 ? ", " : " ")
                        .append(problem.catalog.resources.name(r))
                        .append(' ')
                        .append(used[r] * 100 / problem.room[offer][r])
                        .append('%');
            }
        }
        return text.toString();
    }
}
