package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.disruption.Disruption;
import io.mooring.autoscaler.disruption.Nominations;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.autoscaler.port.Proposals;
import io.mooring.autoscaler.whatif.Market;
import io.mooring.autoscaler.whatif.Orders;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// The autoscaler as a state machine. A claim goes through these states, each told from the API
/// server's objects alone:
///
///     created -> launched -> registered -> initialized -> deleted -> drained -> machine gone -> removed
///
/// and may be deleted from any of them. Whoever drives it calls [#accept] for every outcome and
/// [#step] whenever something has changed or the time that the last step named has come, carries out
/// the actions in their order, and steps again until there are none. Requests to providers run beside
/// that: whatever is slow holds up its own machine only. For one thread.
public final class Controller {

    /// @param wake when to step again at the latest
    public record Step(List<Action> actions, Instant wake) {}

    private final Settings settings;
    private final RandomGenerator random;
    private final Inbox inbox;
    private final Launching launching;
    private final Registering registering = new Registering();
    private final Draining.Asked asked = new Draining.Asked();
    private final Garbage garbage;
    private final Nominations nominations = new Nominations();
    private final Provisioner provisioner;
    private final Disruption disruption;

    /// @param random for names of claims
    public Controller(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        inbox = new Inbox(settings);
        launching = new Launching(inbox);
        garbage = new Garbage(inbox);
        provisioner = new Provisioner(settings, nominations);
        disruption = new Disruption(nominations);
    }

    public void accept(Outcome outcome, Instant now) {
        inbox.accept(outcome, now);
    }

    public Step step(Cluster cluster, Instant now) {
        var view = new View(cluster);
        var agenda = new Agenda(now, now.plus(settings.poll()));
        inbox.forget(view, now);
        asked.forget(view);
        nominations.expire(now);
        agenda.at(inbox.soldOut.next(Instant.MAX));
        claims(view, now, agenda);
        garbage.step(view, now, agenda);
        // what has to go counts for the budgets of what may
        boolean quiet = agenda.actions().stream().noneMatch(Action.DeleteClaim.class::isInstance);
        var market = new Market(cluster, inbox.soldOut);
        var whatIf = new WhatIf(view, market);
        var orders = new Orders(market, cluster, random);
        var proposals = new Proposals();
        quiet &= !StaticPools.step(view, whatIf, orders, proposals, now, agenda);
        quiet &=
                provisioner.step(
                        view, whatIf, orders, inbox.soldOut.keys(), proposals, now, agenda);
        quiet &=
                !disruption.step(
                        view,
                        market,
                        whatIf,
                        provisioner.waitingForConsent(),
                        orders,
                        proposals,
                        quiet,
                        now,
                        agenda);
        if (quiet) {
            proposals.conclude(cluster.pools().values(), agenda);
        }
        agenda.at(nominations.next(Instant.MAX));
        return new Step(agenda.actions(), agenda.wake());
    }

    private void claims(View view, Instant now, Agenda agenda) {
        var keeping = new Keeping(view, inbox, now, agenda);
        var draining = new Draining(asked, view, now, agenda);
        var terminating = new Terminating(inbox, view, draining, now, agenda);
        for (Claim claim : view.cluster.claims().values()) {
            if (claim.deleting()) {
                terminating.step(claim);
                continue;
            }
            Pool pool = view.poolOf(claim);
            if (!keeping.keeps(claim, pool)) {
                continue;
            }
            Timeouts timeouts = pool == null ? Timeouts.DEFAULT : pool.timeouts();
            if (claim.status().launched() == null) {
                launching.step(claim, timeouts, now, agenda);
            } else {
                registering.step(claim, view.nodeOf(claim), timeouts, now, agenda);
            }
        }
    }
}
