package io.mooring.autonodes;

import io.mooring.api.AutoNodes;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.controller.Settings;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The autoscaler at work for one cluster, on threads of its own.
///
/// It begins where whoever ran before left off: all that matters is in the API server, and what a
/// provider was asked for is asked for again. Closing it stops that and changes nothing else.
/// Closed by whoever started it.
public final class AutoNodeRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutoNodeRunner.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration NEW_PRICES = Duration.ofMinutes(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final AutoNodeSetup setup;
    private final KubeClient kube;
    private final BootstrapTokens tokens;
    private final InstantSource clock;
    private final Figures figures = new Figures();
    private final Thread thread = Thread.ofVirtual().name("autoscaler").unstarted(this::run);

    private AutoNodeRunner(
            AutoNodeSetup setup, KubeClient kube, BootstrapTokens tokens, InstantSource clock) {
        this.setup = setup;
        this.kube = kube;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Returns at once. Where no pools are declared it looks after the nodes that are left of
    /// former ones, if there are any.
    ///
    /// @param kube may do everything; is not closed here
    public static AutoNodeRunner start(
            AutoNodeSetup setup, KubeClient kube, BootstrapTokens tokens, InstantSource clock) {
        var runner = new AutoNodeRunner(setup, kube, tokens, clock);
        runner.thread.start();
        return runner;
    }

    public String metrics() {
        return figures.render();
    }

    private void run() {
        try {
            while (!isPrepared()) {
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException | KubeFailure.Cancelled _) {
            Thread.currentThread().interrupt();
        }
    }

    /// False if it is to be tried again.
    private boolean isPrepared() throws InterruptedException {
        Map<String, Stall> stalls;
        try {
            var definitions = new Definitions(kube);
            if (setup.declared().isEmpty() && !definitions.haveClaims()) {
                definitions.forget();
                return true;
            }
            definitions.apply(DeclaredPools.of(setup.declared()));
            stalls = stalls();
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure e) {
            LOG.warn(
                    "cluster={} auto nodes do not start, again in {}: {}",
                    setup.cluster(),
                    AGAIN,
                    e.getMessage());
            return false;
        }
        drive(stalls);
        return true;
    }

    /// Those declared, and those of nodes that are there.
    private Map<String, Stall> stalls() {
        var stalls = new LinkedHashMap<String, Stall>();
        for (AutoNodes declared : setup.declared()) {
            stalls.put(declared.provider(), Stall.of(declared, setup));
        }
        for (KubeObject claim : kube.list(Kinds.NODE_CLAIM, ListQuery.all()).items()) {
            stalls.computeIfAbsent(
                    Claims.read(claim).provider(), name -> Stall.unnamed(name, setup));
        }
        return stalls;
    }

    private void drive(Map<String, Stall> stalls) {
        var news = new Semaphore(0);
        try (var machines = new Machines(setup, stalls, new JoinTickets(setup, kube, tokens));
                var observation = new Observation(news::release);
                var _ = Asking.start(machines, new PriceList(kube), news)) {
            observation.open(kube);
            var writer = new Writer(kube, observation, new Events(kube, observation, clock));
            LOG.info(
                    "cluster={} providers={} nodes come and go with the pods",
                    setup.cluster(),
                    stalls.keySet());
            var driver =
                    new Driver(
                            new Controller(Settings.DEFAULT, new SecureRandom()),
                            observation,
                            machines,
                            writer,
                            new PoolStatus(kube, observation, machines),
                            new BufferStatus(kube),
                            figures,
                            clock,
                            news);
            try (var _ =
                    Interruptions.start(
                            machines, () -> observation.claims.values().values(), driver::tell)) {
                driver.run();
            }
        }
    }

    /// Asks providers now and then what they sell, and what it costs.
    private record Asking(Thread thread) implements AutoCloseable {

        static Asking start(Machines machines, PriceList list, Semaphore news) {
            return new Asking(
                    Thread.ofVirtual()
                            .name("machine-types")
                            .start(() -> ask(machines, list, news)));
        }

        private static void ask(Machines machines, PriceList list, Semaphore news) {
            try {
                while (true) {
                    machines.refresh();
                    news.release();
                    list.write(machines.types());
                    Thread.sleep(NEW_PRICES);
                }
            } catch (InterruptedException | KubeFailure.Cancelled _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /// Returns once nothing of it goes on, however long that takes; for one that was closed.
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            if (!thread.join(END_LIMIT)) {
                LOG.warn("cluster={} the autoscaler does not end", setup.cluster());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
