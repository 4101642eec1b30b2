package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.cli.testkit.Finished;
import io.mooring.cli.testkit.MooringProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void aTenantsNameIsTranslatedToTheHosts() {
        assertThat(translate("web", "default")).isZero();
        assertThat(out).hasToString("web-x-default-x-vc\n");
    }

    @Test
    void aLongTenantsNameIsCutAndHashed() {
        assertThat(translate("a".repeat(63), "default")).isZero();
        assertThat(out).hasToString("a".repeat(52) + "-06293d036d\n");
    }

    @Test
    void aTranslationIsPrintedAsJsonWhereAsked() {
        assertThat(translate("web", "default", "--output", "json")).isZero();
        assertThat(out.toString()).contains("\"hostName\" : \"web-x-default-x-vc\"");
    }

    @Test
    void whatIsNoNameIsNotTranslated() {
        assertThat(translate("Web", "default")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "mooring translate name: the name 'Web' is no DNS name; use at most 253 of"
                                + " a-z, 0-9, '-' and '.', with a letter or digit at both ends of"
                                + " each part\n");
        assertThat(out).hasToString("");
    }

    private int translate(String name, String namespace, String... more) {
        var arguments = new ArrayList<>(List.of("translate", "name", "--cluster", "vc"));
        arguments.addAll(List.of("--name", name, "--namespace", namespace));
        arguments.addAll(List.of(more));
        return mooring(arguments.toArray(String[]::new));
    }

    @Test
    void aCommandThatNeedsAClusterSaysHowToNameOne() {
        Finished finished =
                MooringProgram.run("token", "list", "--kubeconfig", directory + "/absent");

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
    void theHelpNamesTheCommandsForSnapshots() {
        assertThat(mooring("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "  snapshot       All of a virtual cluster in one encrypted file, and back.");

        assertThat(mooring("snapshot", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "  create   ", "  restore  ", "  list     ", "  inspect  ", "  delete   ");
    }

    @Test
    void aSnapshotWithoutAPassphraseIsNotMade() {
        String[] create = {
            "snapshot",
            "create",
            "x",
            "--data-dir",
            directory.toString(),
            "--passphrase-env",
            "UNSET_HERE"
        };

        assertThat(mooring(create)).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "mooring snapshot create: which passphrase? give --passphrase-file, or set"
                                + " the variable UNSET_HERE\n");
    }

    @Test
    void durationsAreReadAsKubernetesUsersWriteThem() {
        assertThat(Durations.parse("1h30m")).isEqualTo(java.time.Duration.ofMinutes(90));
        assertThat(Durations.parse("7d")).isEqualTo(java.time.Duration.ofDays(7));
        assertThat(Durations.parse("0")).isEqualTo(java.time.Duration.ZERO);
        assertThatThrownBy(() -> Durations.parse("soon"))
                .hasMessage("'soon' is no duration; write 30m, 24h, 7d or 0 for ever");
        for (String endless : java.util.List.of("99999999999999999999d", "9000000000000000d")) {
            assertThatThrownBy(() -> Durations.parse(endless))
                    .isInstanceOf(CliException.class)
                    .hasMessage("'" + endless + "' is longer than a duration can be");
        }
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
