package io.mooring.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.controller.Settings;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Days of a cluster in virtual time, all of it from one seed: apps grow and shrink; spot machines
/// are taken away; machines hang, are lost and are given up by hand; providers are slow, refuse,
/// fail, lose answers, put off and are down for a while; the API server refuses writes and shows
/// nothing new for a while; some pods never start, or run without being ready; budgets let no pod
/// go for hours; pools of fixed sizes get others; the controller dies between any two actions and
/// starts anew.
final class Simulation {

    private static final Settings SETTINGS =
            new Settings(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(5));

    /// A controller that still wants something then will never come to rest.
    private static final int MOST_STEPS = 30;

    private final Timeline time = new Timeline();
    private final Random chance;
    private final Random names;
    private final FakeApi api;
    private final Deployments deployments;
    private final FakeScheduler scheduler;
    private final List<FakeProvider> providers;
    private final Invariants invariants;
    private final Naive naive = new Naive(Market.cloud());
    private final List<String> log = new ArrayList<>();
    private Controller controller;
    private @Nullable Cluster stale;
    private int life;
    private Instant wake = Instant.MAX;
    private double paid;
    private double naivePaid;
    private boolean faults = true;

    Simulation(long seed) {
        chance = new Random(seed);
        names = new Random(seed + 1);
        api = new FakeApi(time, this::podGone);
        deployments = new Deployments(api, time, new Random(seed + 2));
        scheduler = new FakeScheduler(api, time);
        var quick =
                new FakeProvider.Manner(
                        Duration.ofSeconds(8), Duration.ofSeconds(40), 0.05, 0.05, 0.02);
        var slow =
                new FakeProvider.Manner(
                        Duration.ofMinutes(2), Duration.ofMinutes(15), 0.1, 0.05, 0.05);
        providers =
                List.of(
                        provider(Market.CLOUD, Market.cloud(), quick, seed + 3),
                        provider(Market.METAL, Market.metal(), slow, seed + 4));
        invariants = new Invariants(api, time, providers);
        controller = new Controller(SETTINGS, names);
        for (Pool pool : Market.pools()) {
            api.pools.put(pool.name(), pool);
        }
        api.daemons.add(Market.daemon());
    }

    private FakeProvider provider(
            String name, List<InstanceType> types, FakeProvider.Manner manner, long seed) {
        return new FakeProvider(name, types, manner, time, api, new Random(seed), this::told);
    }

    private void told(Outcome outcome) {
        log(outcome.toString());
        controller.accept(outcome, time.now());
    }

    private void podGone(String pod) {
        deployments.gone(pod);
    }

    /// Runs for so long, then a while without changes and faults.
    void run(Duration troubled) {
        Instant end = Timeline.START.plus(troubled);
        deployments.start(10);
        again(Duration.ofMinutes(20), end, deployments::change);
        again(Duration.ofHours(2), end, this::interrupt);
        again(Duration.ofHours(7), end, this::loseApi);
        again(Duration.ofHours(3), end, this::crash);
        again(Duration.ofHours(11), end, this::drift);
        again(Duration.ofHours(2), end, this::resize);
        again(Duration.ofHours(4), end, this::block);
        again(Duration.ofHours(5), end, this::goDown);
        again(Duration.ofHours(4), end, this::breakMachine);
        again(Duration.ofHours(4), end, this::giveUp);
        advance(end);
        faults = false;
        deployments.unblock();
        providers.forEach(provider -> provider.kind = true);
        advance(end.plus(Duration.ofHours(4)));
        invariants.checkAtRest(deployments.wanted());
    }

    private void again(Duration mean, Instant end, Runnable what) {
        Duration next =
                Duration.ofMillis((long) (mean.toMillis() * (0.2 + 1.6 * chance.nextDouble())));
        if (time.now().plus(next).isBefore(end)) {
            time.in(
                    next,
                    () -> {
                        what.run();
                        again(mean, end, what);
                    });
        }
    }

    private void advance(Instant end) {
        Instant before = time.now();
        while (time.now().isBefore(end)) {
            time.advance(wake.isBefore(end) ? wake : end);
            double hours = Duration.between(before, time.now()).toMillis() / 3_600_000.0;
            paid += hours * providers.stream().mapToDouble(FakeProvider::price).sum();
            naivePaid += hours * naive.price();
            before = time.now();
            naive.want(deployments.wantedByTemplate());
            scheduler.run();
            control();
            invariants.check();
        }
    }

    private void control() {
        for (int i = 0; ; i++) {
            assertThat(i).as("steps at %s: %s", time.now(), lastOf(log)).isLessThan(MOST_STEPS);
            Controller.Step step =
                    controller.step(stale == null ? api.view(types()) : stale, time.now());
            wake = step.wake();
            boolean wrote = false;
            for (Action action : step.actions()) {
                if (faults && chance.nextInt(400) == 0) {
                    crash();
                    wrote = true;
                    break;
                }
                wrote |= carryOut(action);
            }
            if (!wrote || stale != null) {
                return;
            }
            scheduler.run();
        }
    }

    /// Whether the cluster is another now.
    private boolean carryOut(Action action) {
        switch (action) {
            case Action.Say said -> {
                api.write(said);
                return false;
            }
            case Action.Write write -> {
                if (stale == null && !(faults && chance.nextInt(100) == 0)) {
                    log(write.toString());
                    invariants.check(write);
                    api.write(write);
                    return true;
                }
                return false;
            }
            case Action.Request request -> {
                log(request.toString());
                if (stale == null) {
                    invariants.check(request);
                }
                providers.stream()
                        .filter(p -> p.name.equals(request.provider()))
                        .forEach(p -> send(p, request));
                return false;
            }
        }
    }

    /// A crashed controller's requests still reach the provider; their outcomes reach nobody.
    private void send(FakeProvider provider, Action.Request request) {
        int sender = life;
        provider.request(
                request,
                outcome -> {
                    if (sender == life) {
                        told(outcome);
                    }
                });
    }

    private void crash() {
        log("crash");
        life++;
        controller = new Controller(SETTINGS, names);
    }

    private void interrupt() {
        FakeProvider cloud = providers.getFirst();
        var spot =
                cloud.machines.values().stream()
                        .filter(m -> m.spec().capacityType().equals("spot"))
                        .toList();
        if (!spot.isEmpty()) {
            cloud.interrupt(spot.get(chance.nextInt(spot.size())).name());
        }
    }

    /// One hangs, or is gone without notice.
    private void breakMachine() {
        FakeProvider provider = providers.get(chance.nextInt(providers.size()));
        List<String> machines = List.copyOf(provider.machines.keySet());
        if (!machines.isEmpty()) {
            String machine = machines.get(chance.nextInt(machines.size()));
            if (chance.nextBoolean()) {
                provider.hang(machine);
            } else {
                provider.destroy(machine);
            }
        }
    }

    /// Somebody deletes a claim, whether its node is ready or not.
    private void giveUp() {
        List<String> claims = List.copyOf(api.claims.keySet());
        if (!claims.isEmpty()) {
            String claim = claims.get(chance.nextInt(claims.size()));
            log("somebody deletes " + claim);
            api.giveUp(claim);
        }
    }

    private void loseApi() {
        stale = api.view(types());
        time.in(Duration.ofMinutes(1 + chance.nextInt(20)), () -> stale = null);
    }

    /// The template of a pool changes.
    private void drift() {
        List<Pool> all = List.copyOf(api.pools.values());
        Pool pool = all.get(chance.nextInt(all.size()));
        api.pools.put(pool.name(), Market.relabelled(pool, "v" + chance.nextInt(1000)));
    }

    /// A pool of a fixed size gets another.
    private void resize() {
        api.pools.computeIfPresent("fixed", (_, pool) -> Market.resized(pool, chance.nextInt(4)));
    }

    /// No pod of some app may go, for longer than a node may drain.
    private void block() {
        String app = deployments.block();
        time.in(Duration.ofMinutes(20 + chance.nextInt(120)), () -> deployments.unblock(app));
    }

    private void goDown() {
        FakeProvider provider = providers.get(chance.nextInt(providers.size()));
        provider.down = true;
        time.in(Duration.ofMinutes(1 + chance.nextInt(30)), () -> provider.down = false);
    }

    private SortedMap<String, List<InstanceType>> types() {
        var types = new TreeMap<String, List<InstanceType>>();
        providers.forEach(provider -> types.put(provider.name, provider.sold()));
        return types;
    }

    private void log(String what) {
        log.add(time.now() + " " + what);
    }

    private static List<String> lastOf(List<String> log) {
        return log.subList(Math.max(0, log.size() - 40), log.size());
    }

    List<String> log() {
        return log;
    }

    double paid() {
        return paid;
    }

    double naivePaid() {
        return naivePaid;
    }

    int podsKilled() {
        return invariants.involuntary;
    }

    int podsMoved() {
        return invariants.voluntary;
    }

    int refusedEvictions() {
        return api.refused;
    }

    List<String> said() {
        return api.said;
    }
}
