package io.mooring.provider.resources;

import io.mooring.api.AutoNodeProperties;
import io.mooring.api.AutoNodes;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Machines that the autoscaler of a control plane has made at clouds. Once that is gone nobody is
/// left who would remove them, so whoever removes it does. Machines of the control plane's own host
/// go with its network.
final class AutoMachines {

    private static final String WITH_THE_NETWORK = "local";
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// A cloud may not show a machine for so long that was made just now.
    private static final Duration UNSEEN = Duration.ofSeconds(5);

    /// Looks in a row that find nothing, until that is believed.
    private static final int BELIEVED = 2;

    private static final String ONE_LOOK =
            "it showed none, and there was no time to look again for one that was made just before";

    private static final int AT_ONCE = 16;

    private final Function<String, NodeProviderFactory> factories;

    /// @param factories by the name of the provider; throws [ProviderFailure] where there is none
    AutoMachines(Function<String, NodeProviderFactory> factories) {
        this.factories = factories;
    }

    /// Those of one cluster, by provider.
    record Open(String cluster, List<NodeProvider> providers) {}

    /// Finds out whether they can be removed, before anything is done that cannot be undone.
    ///
    /// @throws ResourceFailure if one of the providers cannot be used from here
    Open open(String cluster, List<AutoNodes> declared, String caCertHash) {
        var providers = new ArrayList<NodeProvider>();
        for (AutoNodes nodes : declared) {
            if (nodes.provider().equals(WITH_THE_NETWORK)) {
                continue;
            }
            try {
                NodeProvider provider =
                        factories
                                .apply(nodes.provider())
                                .open(
                                        Owner.ofAutoNodes(caCertHash),
                                        AutoNodeProperties.of(nodes).settings());
                var _ = provider.list(cluster);
                providers.add(provider);
            } catch (ProviderFailure | IllegalArgumentException e) {
                throw new ResourceFailure(
                        "removing control plane %s: its auto nodes at %s cannot be looked at from here, so they would be left behind; nothing was changed. Sign in to %s as the control plane is, or take privateNodes.autoNodes out, apply that and wait until the nodes are gone; then run again. It said: %s"
                                .formatted(
                                        cluster,
                                        nodes.provider(),
                                        nodes.provider(),
                                        e.getMessage()),
                        e);
            }
        }
        return new Open(cluster, providers);
    }

    /// What one attempt found.
    ///
    /// @param machines how many there were
    /// @param left what is still there, and why
    private record Look(int machines, List<String> left) {}

    /// Removes them and what they leave, until none has been seen for some seconds.
    ///
    /// @throws ResourceFailure with what is still there when `progress` has no time left
    void remove(Open open, Progress progress) {
        for (NodeProvider provider : open.providers()) {
            for (int empty = 0; empty < BELIEVED; ) {
                Look look = look(open.cluster(), provider, progress);
                boolean clean = look.left().isEmpty();
                empty = clean && look.machines() == 0 ? empty + 1 : 0;
                if (empty < BELIEVED) {
                    if (!progress.remaining().isPositive()) {
                        throw new ResourceFailure(
                                "removing control plane %s: auto nodes at %s %s there; run again: %s"
                                        .formatted(
                                                open.cluster(),
                                                provider.name(),
                                                clean ? "may still be" : "are still",
                                                clean ? ONE_LOOK : String.join("; ", look.left())));
                    }
                    progress.pause(clean ? UNSEEN : PAUSE);
                }
            }
        }
    }

    private static Look look(String cluster, NodeProvider provider, Progress progress) {
        try {
            List<Machine> machines = provider.list(cluster);
            if (!machines.isEmpty()) {
                progress.say(
                        "removing %d auto nodes of %s at %s"
                                .formatted(machines.size(), cluster, provider.name()));
            }
            List<String> left = atOnce(provider, machines);
            for (Holding holding : provider.holdings(cluster)) {
                if (!provider.release(holding)) {
                    left.add(holding.toString());
                }
            }
            return new Look(machines.size(), left);
        } catch (ProviderFailure e) {
            return new Look(0, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<String> atOnce(NodeProvider provider, List<Machine> machines) {
        var left = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<String>> asked =
                    machines.stream()
                            .map(it -> threads.submit(() -> trouble(provider, it.id())))
                            .toList();
            for (Future<String> one : asked) {
                String trouble = one.get();
                if (!trouble.isEmpty()) {
                    left.add(trouble);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.add("the removal was interrupted");
        } catch (ExecutionException e) {
            left.add(Failures.text(e.getCause() == null ? e : e.getCause()));
        }
        return left;
    }

    /// Why it is still there; empty once it is not.
    private static String trouble(NodeProvider provider, MachineId id) {
        return switch (provider.delete(id)) {
            case DeleteOutcome.Deleted _, DeleteOutcome.NothingThere _ -> "";
            case DeleteOutcome.Throttled _ -> id + ": " + provider.name() + " asks to wait";
            case DeleteOutcome.TimedOut(var waitingFor, var after) ->
                    "%s: waited %d s for %s".formatted(id, after.toSeconds(), waitingFor);
        };
    }
}
