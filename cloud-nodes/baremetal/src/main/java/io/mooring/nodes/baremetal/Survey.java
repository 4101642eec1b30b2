package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the machines of an inventory said when they were asked, in its order.
///
/// @param troubles why the others could not be asked
record Survey(Map<Host, Report> reports, List<MachineTrouble> troubles) {

    private static final int AT_ONCE = 64;

    Survey {
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
        troubles = List.copyOf(troubles);
    }

    static Survey of(List<Host> inventory, Function<Host, Report> look) {
        var turns = new Semaphore(AT_ONCE);
        var asked = new LinkedHashMap<Host, Future<Report>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Host host : inventory) {
                asked.put(
                        host,
                        threads.submit(() -> {
                            turns.acquire();
                            try {
                                return look.apply(host);
                            } finally {
                                turns.release();
                            }
                        }));
            }
            return gathered(asked);
        }
    }

    private static Survey gathered(Map<Host, Future<Report>> asked) {
        var reports = new LinkedHashMap<Host, Report>();
        var troubles = new ArrayList<MachineTrouble>();
        for (var one : asked.entrySet()) {
            try {
                reports.put(one.getKey(), one.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof MachineTrouble trouble)) {
                    throw new ProviderFailure("looking at " + one.getKey() + " failed", e);
                }
                troubles.add(trouble);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProviderFailure("interrupted while looking at the machines", e);
            }
        }
        return new Survey(reports, troubles);
    }

    /// The machines that this owner has claimed for that cluster, in order.
    List<Host> claimed(Owner owner, String cluster) {
        return reports.entrySet().stream()
                .filter(it ->
                        it.getValue()
                                .claim()
                                .filter(claim -> claim.owner().equals(owner))
                                .filter(claim -> claim.machine().cluster().equals(cluster))
                                .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<Host> claimedFor(Owner owner, MachineId id) {
        return claimed(owner, id.cluster()).stream()
                .filter(host -> report(host).claim().orElseThrow().machine().equals(id))
                .toList();
    }

    /// Those that nobody has claimed, of the types that are named, in the order of these; all where
    /// none is.
    List<Host> free(List<String> types) {
        return reports.keySet().stream()
                .filter(host -> report(host).isFree())
                .filter(host -> types.isEmpty() || types.contains(report(host).type()))
                .sorted(Comparator.comparingInt(host -> types.indexOf(report(host).type())))
                .toList();
    }

    Report report(Host host) {
        Report report = reports.get(host);
        if (report == null) {
            throw new IllegalArgumentException(host + " was not asked");
        }
        return report;
    }

    /// As if that machine had been asked only now.
    Survey with(Host host, Report report) {
        var now = new LinkedHashMap<>(reports);
        now.put(host, report);
        return new Survey(now, troubles);
    }

    /// Why each machine that said nothing of itself did not.
    List<String> silence() {
        Stream<String> ours =
                reports.entrySet().stream()
                        .filter(it -> it.getValue().isDark())
                        .map(it ->
                                "%s was switched off with its node %s"
                                        .formatted(
                                                it.getKey(),
                                                it.getValue().claim().orElseThrow().machine()));
        return Stream.concat(ours, troubles.stream().map(MachineTrouble::getMessage)).toList();
    }

    /// What a machine that did not answer holds nobody knows, so nobody can tell either that there
    /// is nothing.
    ///
    /// @throws MachineTrouble if one did not
    void requireAll() {
        if (!troubles.isEmpty()) {
            throw troubles.getFirst();
        }
    }
}
