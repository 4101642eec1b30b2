package io.mooring.autoscaler.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How many nodes of a pool may go at once.
///
/// @param nodes a number or a part in percent, of which any rest counts as a whole node
/// @param reasons what it holds for; empty: every voluntary reason
/// @param schedule with `duration`, when it holds; without: always. What is no schedule lets
///   nothing go.
public record Budget(
        String nodes, Set<Reason> reasons, @Nullable String schedule, @Nullable Duration duration) {

    private static final Pattern NODES = Pattern.compile("(\\d{1,6})(%?)");

    /// What a pool without budgets has.
    public static final Budget DEFAULT = new Budget("10%", Set.of(), null, null);

    public Budget {
        reasons = Set.copyOf(reasons);
        if (!NODES.matcher(nodes).matches()) {
            throw new IllegalArgumentException(
                    "'" + nodes + "' is neither a number of nodes nor a part such as 10%");
        }
        if ((schedule == null) != (duration == null)) {
            throw new IllegalArgumentException("schedule and duration come together");
        }
    }

    public boolean concerns(Reason reason, Instant now) {
        return (reasons.isEmpty() || reasons.contains(reason)) && active(now);
    }

    private boolean active(Instant now) {
        if (schedule == null || duration == null) {
            return true;
        }
        try {
            return Cron.parse(schedule).hitWithin(duration, now);
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    public int allowed(int total) {
        if (schedule != null && broken(schedule)) {
            return 0;
        }
        if (nodes.endsWith("%")) {
            long percent = Long.parseLong(nodes.substring(0, nodes.length() - 1));
            return (int) Math.min(total, (total * percent + 99) / 100);
        }
        return Integer.parseInt(nodes);
    }

    private static boolean broken(String schedule) {
        try {
            Cron.parse(schedule);
            return false;
        } catch (IllegalArgumentException _) {
            return true;
        }
    }
}
