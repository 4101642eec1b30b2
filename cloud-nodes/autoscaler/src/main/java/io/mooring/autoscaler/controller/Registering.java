package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// From a machine to a node that pods can use. The node is marked first and the claim after, so
/// that a crash between the two is made good by the next step.
final class Registering {

    void step(Claim claim, @Nullable Node node, Timeouts timeouts, Instant now, Agenda agenda) {
        if (claim.status().registered() == null) {
            register(claim, node, timeouts, now, agenda);
        } else if (!claim.initialized()
                && node != null
                && node.ready()
                && lacking(claim, node).isEmpty()) {
            if (NodeMarks.INITIALIZED.equals(mark(claim, node, NodeMarks.INITIALIZED, agenda))) {
                agenda.add(new Action.UpdateClaim(claim.with(claim.status().initialized(now))));
            }
        }
    }

    private void register(
            Claim claim, @Nullable Node node, Timeouts timeouts, Instant now, Agenda agenda) {
        if (node != null) {
            if (NodeMarks.REGISTERED.equals(mark(claim, node, NodeMarks.REGISTERED, agenda))) {
                agenda.add(new Action.UpdateClaim(claim.with(claim.status().registered(now))));
            }
            return;
        }
        Instant limit = claim.created().plus(timeouts.registration());
        if (now.isBefore(limit)) {
            agenda.at(limit);
            return;
        }
        agenda.add(
                new Action.Say(
                        "NodeClaim",
                        claim.name(),
                        Reason.NOT_REGISTERED.toString(),
                        "its machine has not joined within " + timeouts.registration()));
        agenda.add(new Action.DeleteClaim(claim.name(), Reason.NOT_REGISTERED, null));
    }

    /// The label, where the node has it; else it is asked for, with all else that registration
    /// brings.
    private static String mark(Claim claim, Node node, String label, Agenda agenda) {
        if ("true".equals(node.labels().get(label))) {
            return label;
        }
        var labels = new TreeMap<>(node.labels());
        List<Taint> taints = node.taints();
        if (label.equals(NodeMarks.REGISTERED)) {
            labels.putAll(claim.spec().labels());
            var all = new ArrayList<>(NodeMarks.without(taints, NodeMarks.UNREGISTERED));
            claim.spec().taints().stream().filter(t -> !all.contains(t)).forEach(all::add);
            claim.spec().startupTaints().stream().filter(t -> !all.contains(t)).forEach(all::add);
            taints = all;
        }
        labels.put(label, "true");
        agenda.add(new Action.MarkNode(node.name(), labels, taints));
        return "";
    }

    /// What keeps pods from a node that is ready; empty if nothing does.
    static String lacking(Claim claim, Node node) {
        for (Taint taint : node.taints()) {
            if (NodeMarks.ephemeral(taint) || claim.spec().startupTaints().contains(taint)) {
                return "nobody has taken its taint %s off".formatted(taint.key());
            }
        }
        for (Map.Entry<String, Long> promised : claim.spec().allocatable().entrySet()) {
            // a kubelet may be told not to tell of its disk
            if (promised.getValue() > 0
                    && !promised.getKey().equals("ephemeral-storage")
                    && node.allocatable().getOrDefault(promised.getKey(), 0L) == 0) {
                return "it has no " + promised.getKey();
            }
        }
        return "";
    }
}
