package io.mooring.provider.resources.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `mooring snapshot` on this machine: what makes snapshots and reads them is in that program
/// alone. Secrets go by its environment and its input, on no command line.
public final class SnapshotProgram {

    /// What the names of snapshots end with.
    public static final String SUFFIX = ".snapshot";

    private static final String PASSPHRASE = "MOORING_SNAPSHOT_PASSPHRASE";

    /// The variable with the name of a key to a bucket.
    public static final String KEY_ID = "AWS_ACCESS_KEY_ID";

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Installation installation;

    public SnapshotProgram(Installation installation) {
        this.installation = installation;
    }

    /// What is known of a snapshot.
    ///
    /// @param digest empty where all of it would have to be fetched for that
    public record Made(
            String cluster,
            String created,
            String kubernetes,
            String store,
            long revision,
            long keys,
            long bytes,
            Optional<String> digest) {

        private static Made of(JsonNode row) {
            return new Made(
                    row.path("cluster").asString(""),
                    row.path("created").asString(""),
                    row.path("kubernetes").asString(""),
                    row.path("store").asString(""),
                    row.path("revision").asLong(),
                    row.path("keys").asLong(),
                    row.path("bytes").asLong(),
                    Optional.of(row.path("digest").asString("")).filter(it -> !it.isEmpty()));
        }
    }

    /// Makes one of a cluster.
    ///
    /// @param credentials variables of the environment by which a store is opened
    /// @throws HostFailure.Unusable if none was made
    public Made create(
            String cluster,
            SnapshotSource source,
            SnapshotLocation target,
            String passphrase,
            Map<String, String> credentials,
            Progress progress) {
        String attempt = "making a snapshot of cluster " + cluster;
        var secrets = new LinkedHashMap<>(credentials);
        secrets.put(PASSPHRASE, passphrase);
        var command = new ArrayList<>(List.of("create", target.text(), "--name=" + cluster));
        return switch (source) {
            case SnapshotSource.OnThisMachine(ControlPlaneFiles files) -> {
                requireOne(attempt, files);
                command.add("--data-dir=" + files.data());
                command.add("--config=" + files.config());
                command.add("--bin-dir=" + installation.binaries());
                yield made(attempt, target, command, secrets, "", progress);
            }
            case SnapshotSource.InHostCluster(String kubeconfig, String namespace) -> {
                command.add("--kubeconfig=-");
                command.add("--namespace=" + namespace);
                command.add("--timeout=" + Math.max(1, progress.remaining().toSeconds()) + "s");
                yield made(attempt, target, command, secrets, kubeconfig, progress);
            }
            case SnapshotSource.InEngine(String endpoint, Optional<Path> certificates) -> {
                command.add("--docker-host=" + endpoint);
                command.add("--timeout=" + Math.max(1, progress.remaining().toSeconds()) + "s");
                certificates.ifPresent(place -> {
                    secrets.put("DOCKER_TLS_VERIFY", "1");
                    secrets.put("DOCKER_CERT_PATH", place.toString());
                });
                yield made(attempt, target, command, secrets, "", progress);
            }
        };
    }

    private static void requireOne(String attempt, ControlPlaneFiles files) {
        if (!Files.exists(files.config())) {
            throw new HostFailure.Unusable(
                    "%s: this machine has no control plane in %s; check clusterName and host"
                            .formatted(attempt, files.data()));
        }
    }

    private Made made(
            String attempt,
            SnapshotLocation target,
            List<String> command,
            Map<String, String> secrets,
            String input,
            Progress progress) {
        target.directory().ifPresent(directory -> makeDirectory(attempt, directory));
        return Made.of(run(attempt, command, secrets, input, progress));
    }

    /// Looks whether it is there and what it says of itself. Where its directory is missing nobody
    /// knows: its disk may not be mounted.
    ///
    /// @throws HostFailure then
    public Optional<Made> find(
            SnapshotLocation snapshot, Map<String, String> credentials, Progress progress) {
        snapshot.directory()
                .filter(directory -> !Files.isDirectory(directory))
                .ifPresent(missing -> {
                    throw new HostFailure.Unusable(
                            "looking at snapshot %s: there is no directory %s on this machine; mount its disk, or, if the snapshot is gone for good, take it out of the state"
                                    .formatted(snapshot, missing));
                });
        JsonNode rows =
                run(
                        "looking at snapshot " + snapshot,
                        List.of("list", snapshot.parent(), "--name=" + snapshot.name()),
                        credentials,
                        "",
                        progress);
        return rows.isEmpty() ? Optional.empty() : Optional.of(Made.of(rows.get(0)));
    }

    /// Removes it. Nothing happens if there is none.
    public void delete(
            SnapshotLocation snapshot, Map<String, String> credentials, Progress progress) {
        run(
                "removing snapshot " + snapshot,
                List.of("delete", snapshot.text()),
                credentials,
                "",
                progress);
    }

    private static void makeDirectory(String attempt, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new HostFailure.Unusable(
                    attempt + ": making the directory " + directory + ": " + e, e);
        }
    }

    private JsonNode run(
            String attempt,
            List<String> arguments,
            Map<String, String> environment,
            String input,
            Progress progress) {
        installation.requireLauncher(attempt);
        var command = new ArrayList<>(List.of(installation.launcher().toString(), "snapshot"));
        command.addAll(arguments);
        command.add("--output=json");
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(installation.environment());
        if (environment.containsKey(KEY_ID)) {
            // what the user's own environment says besides belongs to another key
            builder.environment().keySet().removeAll(List.of("AWS_SESSION_TOKEN", "AWS_PROFILE"));
        }
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                give(process, input);
                var output = reading(process.getInputStream());
                var errors = reading(process.getErrorStream());
                await(attempt, process, progress);
                return answer(attempt, process.exitValue(), output.get(), errors.get());
            } finally {
                end(process);
            }
        } catch (IOException | ExecutionException e) {
            throw new HostFailure.Unusable(
                    attempt + ": running " + installation.launcher() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new HostFailure.Interrupted(attempt + ": interrupted", e);
        }
    }

    /// One that has ended without reading it tells itself why.
    private static void give(Process process, String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // its exit code is looked at
        }
    }

    private static FutureTask<String> reading(InputStream in) {
        var task = new FutureTask<>(() -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void await(String attempt, Process process, Progress progress) {
        while (process.isAlive()) {
            progress.say(attempt);
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        attempt
                                + ": it was not done in time, and was stopped; nothing of it is left. Give it more time with the custom timeout of this resource");
            }
            progress.pause(PAUSE);
        }
    }

    private static JsonNode answer(String attempt, int exit, String output, String errors) {
        String said = errors.strip().replaceFirst("^mooring snapshot [a-z]+: ", "");
        if (exit != 0) {
            throw new HostFailure.Unusable(
                    attempt + ": " + (said.isEmpty() ? "it ended with code " + exit : said));
        }
        try {
            return JsonMapper.shared().readTree(output);
        } catch (JacksonException e) {
            throw new HostFailure.Unusable(
                    attempt + ": what `mooring snapshot` answered is no JSON: " + output, e);
        }
    }

    /// Whatever it made by half, it removes when it is told to stop.
    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
