package io.mooring.server;

import io.mooring.pki.RotationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The upstream processes of a control plane, in the order in which they depend on each other.
/// There is none for a data store that somebody else runs, and no scheduler where the host's places
/// pods.
final class Children implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int HOPELESS_RESTARTS = 6;

    private final Spawner spawner = new Spawner();
    private final Path storeSocket;
    private final Optional<ChildProcess> store;
    private final ChildProcess apiServer;
    private final ChildProcess controllerManager;
    private final Optional<ChildProcess> scheduler;
    private final Optional<ChildProcess> dns;

    /// @param dns the cluster's, if it is not in pods
    Children(
            DataStore store,
            UpstreamFlags flags,
            boolean schedules,
            Optional<ChildSpec> dns,
            Clock clock) {
        this.storeSocket = store.socket();
        this.store = store.process().map(spec -> new ChildProcess(spec, spawner, clock));
        this.apiServer = new ChildProcess(flags.apiServer(), spawner, clock);
        this.controllerManager = new ChildProcess(flags.controllerManager(), spawner, clock);
        this.scheduler =
                schedules
                        ? Optional.of(new ChildProcess(flags.scheduler(), spawner, clock))
                        : Optional.empty();
        this.dns = dns.map(spec -> new ChildProcess(spec, spawner, clock));
    }

    List<ChildProcess> all() {
        return Stream.of(
                        store.stream(),
                        Stream.of(apiServer, controllerManager),
                        scheduler.stream(),
                        dns.stream())
                .flatMap(Function.identity())
                .toList();
    }

    void startStore() {
        try {
            Files.deleteIfExists(storeSocket);
        } catch (IOException e) {
            throw new ServerException("removing the old socket " + storeSocket + ": " + e, e);
        }
        store.ifPresent(ChildProcess::start);
    }

    void awaitStore(Duration limit) {
        store.ifPresent(process ->
                Await.until(
                        process.name() + " to listen",
                        limit,
                        POLL,
                        () -> Files.exists(storeSocket) ? "" : process.problem() + " no socket yet",
                        this::fatalProblem));
    }

    void startApiServer() {
        apiServer.start();
    }

    void startControllers() {
        scheduler.ifPresent(ChildProcess::start);
        controllerManager.start();
        dns.ifPresent(ChildProcess::start);
    }

    /// Restarts what reads its certificates at its start only. kube-apiserver is not among them: it
    /// reads its files again when they change, and its end would wait a minute for open watches.
    void restartUsersOf(RotationReport report) {
        if (report.touched("controller-manager.conf")) {
            controllerManager.restart();
        }
        if (report.touched("scheduler.conf")) {
            scheduler.ifPresent(ChildProcess::restart);
        }
        if (report.touched("coredns.conf")) {
            dns.ifPresent(ChildProcess::restart);
        }
    }

    /// Not empty once a process has failed so often at the start that waiting on makes no sense.
    /// The API is of use without the cluster's DNS.
    String fatalProblem() {
        return all().stream()
                .filter(child -> dns.isEmpty() || child != dns.get())
                .filter(child -> child.restarts() >= HOPELESS_RESTARTS)
                .filter(ChildProcess::crashLooping)
                .map(child -> child.name() + " is " + child.problem())
                .findFirst()
                .orElse("");
    }

    String metrics() {
        var text = new StringBuilder();
        text.append(
                """
                # HELP mooring_child_up Whether an upstream process runs.
                # TYPE mooring_child_up gauge
                """);
        for (ChildProcess child : all()) {
            int up = child.problem().isEmpty() ? 1 : 0;
            text.append("mooring_child_up{child=\"%s\"} %d\n".formatted(child.name(), up));
        }
        text.append(
                """
                # HELP mooring_child_restarts_total How often it was started again.
                # TYPE mooring_child_restarts_total counter
                """);
        for (ChildProcess child : all()) {
            text.append(
                    "mooring_child_restarts_total{child=\"%s\"} %d\n"
                            .formatted(child.name(), child.restarts()));
        }
        return text.toString();
    }

    /// The API server goes before the store, its clients before it.
    @Override
    public void close() {
        scheduler.ifPresent(ChildProcess::askToStop);
        dns.ifPresent(ChildProcess::askToStop);
        controllerManager.askToStop();
        scheduler.ifPresent(ChildProcess::stop);
        controllerManager.stop();
        dns.ifPresent(ChildProcess::stop);
        apiServer.stop();
        store.ifPresent(ChildProcess::stop);
        spawner.close();
    }
}
