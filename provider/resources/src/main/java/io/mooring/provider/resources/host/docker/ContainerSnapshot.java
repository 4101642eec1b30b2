package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.SnapshotPassphrase;
import io.mooring.provider.resources.host.SnapshotWords;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Has a control plane in a container engine make a snapshot of itself, by the program in its
/// image. It comes out by that program's output, and the passphrase goes in by its input, where
/// nobody else sees it.
public final class ContainerSnapshot {

    private final DockerPlace place;
    private final String cluster;

    public ContainerSnapshot(DockerPlace place, String cluster) {
        this.place = place;
        this.cluster = cluster;
    }

    /// Writes it, encrypted, as it comes.
    ///
    /// @param limit how long it may take
    /// @throws IOException if it cannot be written on
    /// @throws HostFailure if there is none: what was written so far is not one
    public void write(String passphrase, OutputStream out, Duration limit) throws IOException {
        SnapshotPassphrase.problem(passphrase)
                .ifPresent(problem -> {
                    throw failure("the passphrase " + problem);
                });
        var target = new Target(out);
        try {
            place.call(attempt(), engine -> run(engine, passphrase, target, limit));
        } catch (HostFailure e) {
            target.rethrow();
            throw e;
        }
    }

    private void requireRunning(Engine engine) {
        Optional<ContainerView> container = new ServerRun(engine, cluster).own();
        String status = container.map(ContainerView::status).orElse("not there");
        if (!status.equals("running")) {
            throw failure("its container is " + status);
        }
    }

    private String run(Engine engine, String passphrase, Target out, Duration limit) {
        requireRunning(engine);
        String id =
                engine.call(
                                EngineRequest.of(
                                                "POST",
                                                "/containers/" + EngineNames.of(cluster) + "/exec")
                                        .json(
                                                Map.of(
                                                        "AttachStdin",
                                                        true,
                                                        "AttachStdout",
                                                        true,
                                                        "AttachStderr",
                                                        true,
                                                        "Cmd",
                                                        SnapshotWords.of(
                                                                cluster,
                                                                VolumeFiles.CONFIG,
                                                                VolumeFiles.DATA))))
                        .path("Id")
                        .asString("");
        var errors = new LastBytes();
        var request =
                EngineRequest.of("POST", "/exec/" + id + "/start")
                        .json(Map.of("Detach", false, "Tty", false))
                        .within(limit);
        EngineAnswer stream = engine.upgrade(request);
        try (stream) {
            OutputStream in = stream.wire().out();
            in.write((passphrase + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            stream.wire().endOutput();
            LogFrames.copy(stream.body(), out, errors);
        } catch (IOException e) {
            throw engine.broken(stream.wire(), request, e);
        }
        JsonNode ended = engine.call(EngineRequest.of("GET", "/exec/" + id + "/json"));
        if (ended.path("ExitCode").asInt(-1) != 0) {
            throw failure(SnapshotWords.reason(errors.text()));
        }
        return id;
    }

    private String attempt() {
        return "making a snapshot of control plane " + cluster;
    }

    private HostFailure.Unusable failure(String why) {
        return new HostFailure.Unusable("%s in %s: %s".formatted(attempt(), place, why));
    }

    /// Keeps apart what goes wrong on this side of the engine.
    private static final class Target extends FilterOutputStream {

        private Optional<IOException> failure = Optional.empty();

        Target(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        void rethrow() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }
}
