package io.mooring.cli.testkit;

import io.mooring.tunnel.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// `mooring tunnel-server` as a process of its own, with ports of its own. Closing kills it.
public final class TunnelServerProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final int agentPort;
    private final int healthPort;

    private TunnelServerProcess(Process process, Path log, int agentPort, int healthPort) {
        this.process = process;
        this.log = log;
        this.agentPort = agentPort;
        this.healthPort = healthPort;
    }

    /// Starts it with these flags besides those for its ports; waits until it is healthy.
    public static TunnelServerProcess start(Path directory, List<String> flags) throws IOException {
        int[] ports = Ports.free(3);
        int agents = ports[0];
        int health = ports[1];
        var arguments =
                new ArrayList<>(
                        List.of(
                                "tunnel-server",
                                "--agent-bind-address=127.0.0.1",
                                "--agent-port=" + agents,
                                "--health-bind-address=127.0.0.1",
                                "--health-port=" + health,
                                "--admin-port=" + ports[2]));
        arguments.addAll(flags);
        Path log = Files.createTempFile(directory, "tunnel", ".log");
        Process process =
                new ProcessBuilder(MooringProgram.commandLine(arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var started = new TunnelServerProcess(process, log, agents, health);
        Awaitility.await("healthy, see " + log)
                .atMost(Duration.ofSeconds(60))
                .failFast("the tunnel server has ended", () -> !process.isAlive())
                .until(() -> started.get("/healthz").equals("200 ok"));
        return started;
    }

    public int agentPort() {
        return agentPort;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /// Status and body of a page of the health port; empty where nothing answers.
    public String get(String path) {
        var uri = URI.create("http://127.0.0.1:" + healthPort + path);
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    public int terminate() throws InterruptedException {
        askToEnd();
        return exitCode();
    }

    public void askToEnd() {
        process.destroy();
    }

    public boolean ended() {
        return !process.isAlive();
    }

    /// Waits for its end.
    public int exitCode() throws InterruptedException {
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
