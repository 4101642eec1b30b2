package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.cli.testkit.RealServer;
import io.mooring.cli.testkit.RealServer.Finished;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a person meets it: texts and exit codes.
final class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory = Path.of("");

    @Test
    void aValidConfigurationIsSaidToBe() throws IOException {
        Path file = config("privateNodes: {enabled: true}\n");

        assertThat(mooring("validate", file.toString())).isZero();
        assertThat(out).hasToString(file + ": valid\n");
    }

    @Test
    void everyProblemOfAConfigurationIsReportedAtOnce() throws IOException {
        Path file = config("privateNodes: {enabledd: true}\nnetworking: {podCIDR: nonsense}\n");

        assertThat(mooring("validate", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("privateNodes.enabledd")
                .contains("did you mean")
                .contains("networking.podCIDR");
    }

    @Test
    void problemsArePrintedAsJsonWhereAsked() throws IOException {
        Path file = config("privateNodes: {enabledd: true}\n");

        assertThat(mooring("validate", file.toString(), "--output", "json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"valid\" : false").contains("privateNodes.enabledd");
    }

    @Test
    void theEffectiveConfigurationHasTheDefaults() throws IOException {
        Path file = config("privateNodes: {enabled: true}\n");

        assertThat(mooring("validate", file.toString(), "--effective")).isZero();
        assertThat(out.toString()).contains("podCIDR").contains("serviceCIDR");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = directory.resolve("absent.yaml");

        assertThat(mooring("validate", file.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("mooring validate: reading " + file + ": ");
    }

    @Test
    void theVersionNamesItsKubernetes() {
        assertThat(mooring("version")).isZero();
        assertThat(out.toString()).matches("mooring \\S+ \\(Kubernetes v1\\.\\d+\\.\\d+\\)\n");
    }

    @Test
    void aCommandThatNeedsAClusterSaysHowToNameOne() {
        Finished finished =
                Finished.of(
                        RealServer.mooring("token", "list", "--kubeconfig", directory + "/absent"));

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output())
                .startsWith(
                        "mooring token list: reading the kubeconfig " + directory + "/absent: ");
    }

    @Test
    void aServerWithAnInvalidConfigurationReportsEveryProblemAndExits() throws IOException {
        Path file = config("privateNodes: {enabledd: true}\nnetworking: {podCIDR: nonsense}\n");

        assertThat(server(file, directory)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("mooring server: the configuration has ")
                .contains("privateNodes.enabledd")
                .contains("networking.podCIDR");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aServerWithoutItsProgramsNamesThemAll() throws IOException {
        Path file = config("privateNodes: {enabled: true}\n");

        assertThat(server(file, directory)).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "mooring server: starting a control plane: kine, kube-apiserver,"
                                + " kube-controller-manager, kube-scheduler not found in "
                                + directory
                                + "; build them with tools/build or give --bin-dir\n");
    }

    @Test
    void anUnknownCommandShowsThoseThereAre() {
        assertThat(mooring("sever")).isEqualTo(2);
        assertThat(err.toString()).contains("sever").contains("server");
    }

    @Test
    void durationsAreReadAsKubernetesUsersWriteThem() {
        assertThat(Durations.parse("1h30m")).isEqualTo(java.time.Duration.ofMinutes(90));
        assertThat(Durations.parse("7d")).isEqualTo(java.time.Duration.ofDays(7));
        assertThat(Durations.parse("0")).isEqualTo(java.time.Duration.ZERO);
        assertThatThrownBy(() -> Durations.parse("soon"))
                .hasMessage("'soon' is no duration; write 30m, 24h, 7d or 0 for ever");
    }

    private int server(Path config, Path binDir) {
        return mooring(
                "server",
                "--config",
                config.toString(),
                "--data-dir",
                directory.resolve("data").toString(),
                "--bin-dir",
                binDir.toString(),
                "--advertise-address",
                "192.0.2.1");
    }

    private int mooring(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path config(String yaml) throws IOException {
        return Files.writeString(directory.resolve("vcluster.yaml"), yaml);
    }
}
