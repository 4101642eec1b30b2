package io.mooring.cli.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// `mooring server` as a process of its own, in a network namespace of its own, with the real
/// upstream programs.
///
/// [#close] kills whatever is left of it.
public final class RealServer implements AutoCloseable {

    /// How long a start or a healing may take on a machine that does much else.
    public static final Duration LIMIT = Duration.ofMinutes(4);

    private static final String CONFIG =
            """
            privateNodes:
              enabled: true
            controlPlane:
              endpoint: 10.76.0.2:8443
            """;
    private static final String ADDRESS = "10.76.0.2";
    private static final String IN_NAMESPACE =
            "ip link set lo up && ip address add 10.76.0.2/30 dev lo && exec \"$0\" \"$@\"";

    static {
        // Ten seconds, which others wait, are soon over on a machine that does much else.
        Awaitility.setDefaultTimeout(LIMIT);
        // Most of what is asked for starts a program each time.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(500));
    }

    private final Process process;
    private final Path dataDir;
    private final Path log;

    private RealServer(Process process, Path dataDir, Path log) {
        this.process = process;
        this.dataDir = dataDir;
        this.log = log;
    }

    /// Where the upstream binaries are: the property `mooring.bin`, or the cache of `tools/build`.
    public static Path binaries() {
        return Path.of(
                System.getProperty(
                        "mooring.bin", System.getProperty("user.home") + "/.cache/mooring/bin"));
    }

    /// Empty where it can run; else what is missing.
    public static String obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "a network namespace can be made by root only";
        }
        List<String> missing =
                List.of(
                                "kine",
                                "kube-apiserver",
                                "kube-controller-manager",
                                "kube-scheduler",
                                "kubectl")
                        .stream()
                        .filter(name -> !Files.isExecutable(binaries().resolve(name)))
                        .toList();
        return missing.isEmpty() ? "" : "no " + missing + " in " + binaries() + "; run tools/build";
    }

    /// Starts it; does not wait for it.
    public static RealServer launch(Path directory) throws IOException {
        return launch(directory, directory.resolve("data"));
    }

    /// Starts it with its data elsewhere than its log.
    public static RealServer launch(Path directory, Path dataDir) throws IOException {
        return launch(directory, dataDir, "");
    }

    /// Starts it with that data store.
    ///
    /// @param backingStore YAML, in braces
    public static RealServer launchWith(Path directory, String backingStore) throws IOException {
        String setting = "  backingStore: " + backingStore + "\n";
        return launch(directory, directory.resolve("data"), setting);
    }

    private static RealServer launch(Path directory, Path dataDir, String setting)
            throws IOException {
        Path config = Files.writeString(directory.resolve("vcluster.yaml"), CONFIG + setting);
        Path log = Files.createTempFile(directory, "server", ".log");
        var command = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", IN_NAMESPACE));
        command.addAll(mooring("server", "--config", config.toString()));
        command.addAll(
                List.of("--data-dir", dataDir.toString(), "--bin-dir", binaries().toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        return new RealServer(builder.redirectOutput(log.toFile()).start(), dataDir, log);
    }

    /// The command line of `mooring` with these arguments: of the launcher that `tools/test` names,
    /// having just made it, or else of this class path, which starts slower.
    public static List<String> mooring(String... arguments) {
        var command = new ArrayList<String>();
        String launcher = System.getenv("MOORING_LAUNCHER");
        if (launcher == null) {
            command.addAll(ofThisClassPath());
        } else {
            command.add(launcher);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> ofThisClassPath() {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx80m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "io.mooring.cli.Main");
    }

    public Path dataDir() {
        return dataDir;
    }

    public long pid() {
        return process.pid();
    }

    public RealServer awaitReady() {
        Awaitility.await("ready, see " + log)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the server has ended", () -> !process.isAlive())
                .until(() -> health("/readyz").startsWith("HTTP/1.1 200"));
        return this;
    }

    /// The answer to a GET on its health socket, or an empty text where it does not answer.
    public String health(String path) {
        var address = UnixDomainSocketAddress.of(dataDir.resolve("run/health.sock"));
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(address);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    /// The upstream process of this name.
    public ProcessHandle child(String name) {
        return children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("/" + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no child " + name + ", see " + log));
    }

    public List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    /// Runs kubectl as the cluster's administrator through the exposed port.
    public Finished kubectl(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                binaries().resolve("kubectl").toString(),
                                "--kubeconfig",
                                dataDir.resolve("kubeconfig/admin.conf").toString()));
        command.addAll(List.of(arguments));
        return runBeside(command);
    }

    /// Runs a program in its network namespace to its end.
    public Finished runBeside(List<String> program) {
        return Finished.of(beside(program));
    }

    private List<String> beside(List<String> program) {
        var command = new ArrayList<>(List.of("nsenter", network()));
        command.addAll(program);
        return command;
    }

    /// The option that leads into its network namespace, once that is there with its address: a
    /// moment after the launch its process stands in ours still.
    String network() {
        String option = "--net=/proc/" + pid() + "/ns/net";
        Awaitility.await("its network, see " + log)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> Finished.of(addressIn(option)).output().contains(ADDRESS));
        return option;
    }

    private static List<String> addressIn(String network) {
        return List.of("nsenter", network, "ip", "-4", "-o", "address", "show", "to", ADDRESS);
    }

    /// Starts a program in its network namespace; whoever asks ends it.
    public Process startBeside(Path log, String... command) throws IOException {
        return new ProcessBuilder(beside(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /// Runs `mooring` with these arguments in its network namespace.
    public Finished inItsNetwork(String... arguments) {
        return runBeside(mooring(arguments));
    }

    /// What it has printed.
    public String log() throws IOException {
        return Files.readString(log);
    }

    public int terminate() {
        process.toHandle().destroy();
        return exitCode();
    }

    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// Waits for its end.
    public int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not end within 60 s, see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> left = children();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
        exitCode();
    }

    /// A program that has ended, with all it printed.
    public record Finished(int exitCode, String output) {

        public static Finished of(List<String> command) {
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                String output =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Finished(process.waitFor(), output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
