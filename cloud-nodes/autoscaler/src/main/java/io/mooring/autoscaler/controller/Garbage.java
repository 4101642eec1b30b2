package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares claims with the machines that there are: a machine without a claim is removed, a claim
/// whose machine is gone goes, too. Each provider is asked on its own, so a slow one delays no
/// other.
final class Garbage {

    private final Inbox inbox;

    /// When the listing under way was asked for: claims launched later may be missing in it.
    private final Map<String, Instant> asked = new HashMap<>();

    Garbage(Inbox inbox) {
        this.inbox = inbox;
    }

    void step(View view, Instant now, Agenda agenda) {
        Set<String> providers = new TreeSet<>(view.cluster.types().keySet());
        view.cluster.pools().values().stream().map(Pool::provider).forEach(providers::add);
        view.cluster.claims().values().stream().map(Claim::provider).forEach(providers::add);
        for (String provider : providers) {
            Set<String> machines = inbox.takeListing(provider);
            Instant since = asked.get(provider);
            if (machines != null && since != null) {
                orphans(provider, machines, view, now, agenda);
                lost(provider, machines, since, view, now, agenda);
            }
            if (inbox.listings.start(provider, now, agenda)) {
                asked.put(provider, now);
                agenda.add(new Action.ListMachines(provider));
            }
        }
    }

    private void orphans(
            String provider, Set<String> machines, View view, Instant now, Agenda agenda) {
        for (String machine : new TreeSet<>(machines)) {
            if (!view.cluster.claims().containsKey(machine)
                    && inbox.machines.start(machine, now, agenda)) {
                agenda.add(new Action.Terminate(provider, machine));
            }
        }
    }

    private static void lost(
            String provider,
            Set<String> machines,
            Instant since,
            View view,
            Instant now,
            Agenda agenda) {
        for (Claim claim : view.cluster.claims().values()) {
            Instant launched = claim.status().launched();
            Node node = view.nodeOf(claim);
            if (claim.provider().equals(provider)
                    && claim.status().reason() != Reason.MACHINE_GONE
                    && launched != null
                    && launched.isBefore(since)
                    && !machines.contains(claim.name())
                    && (node == null || !node.ready())) {
                agenda.add(
                        new Action.Say(
                                "NodeClaim",
                                claim.name(),
                                Reason.MACHINE_GONE.toString(),
                                provider + " has no such machine any more"));
                agenda.add(gone(claim, now));
            }
        }
    }

    /// One that is going already drains no longer: nobody is left to end its pods.
    private static Action gone(Claim claim, Instant now) {
        return claim.deleting()
                ? new Action.UpdateClaim(claim.with(claim.status().going(Reason.MACHINE_GONE, now)))
                : new Action.DeleteClaim(claim.name(), Reason.MACHINE_GONE, null);
    }
}
