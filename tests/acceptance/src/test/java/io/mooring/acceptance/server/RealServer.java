package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import io.mooring.acceptance.Kubectl;
import io.mooring.acceptance.Running;
import io.mooring.acceptance.Tree;
import java.io.IOException;
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
import org.awaitility.Awaitility;

/// `mooring server` as a process of its own, in a network namespace of its own, with the real
/// upstream programs.
///
/// [#close] kills whatever is left of it.
final class RealServer implements AutoCloseable {

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

    /// What an EC2 of a test takes; nobody else is called.
    private static final List<String> SIGNED_IN =
            List.of("env", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test");

    private final Running running;
    private final Path config;
    private final Path dataDir;

    private RealServer(Running running, Path config, Path dataDir) {
        this.running = running;
        this.config = config;
        this.dataDir = dataDir;
    }

    /// Starts it; does not wait for it.
    static RealServer launch(Path directory) throws IOException {
        return launch(directory, directory.resolve("data"));
    }

    /// Starts it with its data elsewhere than its log.
    static RealServer launch(Path directory, Path dataDir) throws IOException {
        return launch(directory, dataDir, "");
    }

    /// Starts it with that data store.
    ///
    /// @param backingStore YAML, in braces
    static RealServer launchWith(Path directory, String backingStore) throws IOException {
        String setting = "  backingStore: " + backingStore + "\n";
        return launch(directory, directory.resolve("data"), setting);
    }

    /// Starts it with that release of Kubernetes.
    static RealServer launchRelease(Path directory, String release) throws IOException {
        return launch(directory, directory.resolve("data"), releaseSetting(release));
    }

    /// Writes what one would be launched with, with that release of Kubernetes.
    static void configureRelease(Path directory, String release) throws IOException {
        configure(directory, releaseSetting(release));
    }

    private static String releaseSetting(String release) {
        return "  distro: {k8s: {version: " + release + "}}\n";
    }

    private static void configure(Path directory, String setting) throws IOException {
        Files.writeString(config(directory), CONFIG + setting);
    }

    private static RealServer launch(Path directory, Path dataDir, String setting)
            throws IOException {
        configure(directory, setting);
        var command = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", IN_NAMESPACE));
        command.addAll(SIGNED_IN);
        command.addAll(commandLine(directory, dataDir));
        return new RealServer(
                Running.start(directory, "server", command), config(directory), dataDir);
    }

    /// Writes a configuration while it runs: as it was launched, but for the settings of private
    /// nodes.
    ///
    /// @param settings YAML, two spaces to the right
    void declare(String settings) throws IOException {
        String enabled = "  enabled: true\n";
        Files.writeString(config, CONFIG.replace(enabled, enabled + settings));
    }

    private static Path config(Path directory) {
        return directory.resolve("vcluster.yaml");
    }

    /// What starts one with the configuration that was launched from this directory.
    static List<String> commandLine(Path directory, Path dataDir) {
        return mooring(
                "server",
                "--config",
                config(directory).toString(),
                "--data-dir",
                dataDir.toString(),
                "--bin-dir",
                Tree.upstream().toString());
    }

    /// The command line of `mooring` with these arguments.
    static List<String> mooring(String... arguments) {
        var command = new ArrayList<>(List.of(Tree.launcher("mooring")));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs a program to its end.
    static Command.Result run(List<String> program) {
        return Command.in(Path.of("/")).run(program);
    }

    Path dataDir() {
        return dataDir;
    }

    long pid() {
        return running.process().pid();
    }

    RealServer awaitReady() {
        Awaitility.await("ready, see " + running.log())
                .pollInterval(Duration.ofMillis(100))
                .failFast("the server has ended", () -> !running.alive())
                .until(() -> health("/readyz").startsWith("HTTP/1.1 200"));
        return this;
    }

    /// The answer to a GET on its health socket, or an empty text where it does not answer.
    String health(String path) {
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
    ProcessHandle child(String name) {
        return children().stream()
                .filter(child -> isOf(child, name))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no child " + name + ", see " + running.log()));
    }

    /// Whether the upstream process of this name has been started.
    boolean runs(String name) {
        return children().stream().anyMatch(child -> isOf(child, name));
    }

    private static boolean isOf(ProcessHandle process, String name) {
        return process.info().command().orElse("").endsWith("/" + name);
    }

    boolean alive() {
        return running.alive();
    }

    List<ProcessHandle> children() {
        return running.children();
    }

    /// Runs kubectl as the cluster's administrator through the exposed port.
    Command.Result kubectl(String... arguments) {
        return kubectl(dataDir.resolve("kubeconfig/admin.conf")).run(arguments);
    }

    /// kubectl in its network namespace.
    Kubectl kubectl(Path kubeconfig) {
        return new Kubectl(kubeconfig, beside(List.of()), List.of());
    }

    /// Runs a program in its network namespace to its end.
    Command.Result runBeside(List<String> program) {
        return run(beside(program));
    }

    /// The command line that runs a program in its network namespace, once that is there with its
    /// address: a moment after the launch its process stands in ours still.
    List<String> beside(List<String> program) {
        String option = "--net=/proc/" + pid() + "/ns/net";
        Awaitility.await("its network, see " + running.log())
                .pollDelay(Duration.ZERO)
                .until(() -> run(addressIn(option)).output().contains(ADDRESS));
        var command = new ArrayList<>(List.of("nsenter", option));
        command.addAll(program);
        return command;
    }

    private static List<String> addressIn(String network) {
        return List.of("nsenter", network, "ip", "-4", "-o", "address", "show", "to", ADDRESS);
    }

    /// Starts a program in its network namespace; whoever asks ends it.
    Running startBeside(Path directory, String name, List<String> program) {
        return Running.start(directory, name, beside(program));
    }

    /// What it has printed.
    String log() throws IOException {
        return running.output();
    }

    int terminate() {
        return running.terminate();
    }

    void kill() {
        running.kill();
    }

    /// Waits for its end.
    int exitCode() {
        return running.exitCode();
    }

    @Override
    public void close() {
        running.close();
    }
}
