package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Claim.Command;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.Guest;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Disruptions with replacements, from their marks on claims alone:
///
///     marked -> replacements ordered -> replacements initialized -> old ones deleted -> marks removed
///
/// One that lacks a replacement after a minute, or is not done in time, is given up: the marks go,
/// and what came is a node like any other.
final class Commands {

    private static final Duration COMPLETE = Duration.ofMinutes(1);
    private static final Duration SLACK = Duration.ofMinutes(5);

    private record Parts(Command command, List<Claim> old, List<Claim> fresh) {}

    private final View view;
    private final WhatIf whatIf;
    private final Instant now;
    private final Agenda agenda;

    Commands(View view, WhatIf whatIf, Instant now, Agenda agenda) {
        this.view = view;
        this.whatIf = whatIf;
        this.now = now;
        this.agenda = agenda;
    }

    /// Marks the old ones and orders the replacements.
    void start(Command command, List<Candidate> old, List<Claim> fresh) {
        for (Candidate candidate : old) {
            agenda.add(new Action.UpdateClaim(candidate.claim().with(command)));
            mark(candidate.node());
        }
        fresh.forEach(claim -> agenda.add(new Action.CreateClaim(claim)));
    }

    void progress() {
        Map<String, Parts> byId = new TreeMap<>();
        for (Claim claim : view.cluster.claims().values()) {
            Command command = claim.command();
            if (command != null) {
                Parts parts =
                        byId.computeIfAbsent(
                                command.id(),
                                _ -> new Parts(command, new ArrayList<>(), new ArrayList<>()));
                if (command.replaces()) {
                    parts.fresh.add(claim);
                } else if (!claim.deleting()) {
                    parts.old.add(claim);
                }
            }
        }
        byId.values().forEach(this::progress);
        marks();
    }

    private void progress(Parts parts) {
        if (parts.old.isEmpty()) {
            parts.fresh.forEach(this::release);
            return;
        }
        List<Claim> coming = parts.fresh.stream().filter(claim -> !claim.deleting()).toList();
        Instant complete = parts.command.since().plus(COMPLETE);
        Instant end = parts.command.since().plus(patience(parts.old));
        boolean lacking = coming.size() < parts.command.replacements();
        if (!now.isBefore(end) || lacking && !now.isBefore(complete)) {
            giveUp(parts);
            return;
        }
        agenda.at(lacking ? complete : end);
        if (!lacking && coming.stream().allMatch(Claim::initialized) && stillGood(parts)) {
            for (Claim claim : parts.old) {
                agenda.add(new Action.DeleteClaim(claim.name(), parts.command.reason(), null));
            }
        }
    }

    private void giveUp(Parts parts) {
        parts.old.forEach(this::release);
        parts.fresh.forEach(this::release);
        agenda.add(
                new Action.Say(
                        "NodeClaim",
                        parts.old.getFirst().name(),
                        "DisruptionGivenUp",
                        "it stays: of %d replacements %d are there, and %s was the reason to go"
                                .formatted(
                                        parts.command.replacements(),
                                        parts.fresh.stream().filter(Claim::initialized).count(),
                                        parts.command.reason())));
    }

    private void release(Claim claim) {
        agenda.add(new Action.UpdateClaim(claim.with((Command) null)));
    }

    private Duration patience(List<Claim> old) {
        Duration longest = Duration.ZERO;
        for (Claim claim : old) {
            Pool pool = view.poolOf(claim);
            Timeouts timeouts = pool == null ? Timeouts.DEFAULT : pool.timeouts();
            Duration one = timeouts.launch().plus(timeouts.registration());
            longest = one.compareTo(longest) > 0 ? one : longest;
        }
        return longest.plus(SLACK);
    }

    /// Looks again at what the disruption touches: its pods may go and have a place to go to.
    private boolean stillGood(Parts parts) {
        List<Pod> moving = parts.old.stream().flatMap(c -> view.movingFrom(c).stream()).toList();
        if (parts.command.reason() != Reason.DRIFTED
                && moving.stream()
                        .anyMatch(p -> p.isProtected(now) || !view.protection(p).isEmpty())) {
            return false;
        }
        if (moving.isEmpty()) {
            return true;
        }
        Answer answer = whatIf.now();
        return answer.unplaced().stream()
                .map(answer.guests()::get)
                .noneMatch(guest -> guest.kind() == Guest.Kind.MOVING);
    }

    /// Nodes bear the mark while their claims are leaving, and no longer.
    private void marks() {
        for (Claim claim : view.cluster.claims().values()) {
            Node node = view.nodeOf(claim);
            if (node == null || claim.deleting()) {
                continue;
            }
            boolean marked = node.taints().contains(NodeMarks.DISRUPTED);
            if (claim.leaving() && !marked) {
                mark(node);
            } else if (!claim.leaving() && marked) {
                agenda.add(
                        new Action.MarkNode(
                                node.name(),
                                node.labels(),
                                NodeMarks.without(node.taints(), NodeMarks.DISRUPTED)));
            }
        }
    }

    private void mark(Node node) {
        agenda.add(
                new Action.MarkNode(
                        node.name(),
                        node.labels(),
                        NodeMarks.with(node.taints(), NodeMarks.DISRUPTED)));
    }
}
