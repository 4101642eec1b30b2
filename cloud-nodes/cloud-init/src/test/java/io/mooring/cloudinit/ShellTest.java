package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShellTest {
    private static final long SEED = Long.getLong("seed", 20261121L);
    private static final String[] NASTY = {
        "'", "\"", "\\", "$", "`", "$(id)", "${HOME}", "\n", "\t", " ", ";", "&", "|", ">", "<",
        "*", "?", "[", "]", "#", "~", "!", "%", "%s", "=", "-", "--", "é", "漢", "\u0001", "\r", "a",
        "0", "'\\''", "EOF\n"
    };

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.mooring.cloudinit.Sh#shells")
    void aQuotedTextReadsBackAsItself(String shell) throws IOException {
        List<String> texts = nastyTexts();

        var script =
                texts.stream()
                        .map(it -> "printf '%s\\0' " + Shell.quote(it) + "\n")
                        .collect(Collectors.joining());

        assertThat(split(execute(shell, script))).as("seed %d", SEED).isEqualTo(texts);
    }

    @ParameterizedTest
    @MethodSource("io.mooring.cloudinit.Sh#shells")
    void aListInAVariableIsTheSameWordsAfterEval(String shell) throws IOException {
        List<String> texts = nastyTexts();

        var script =
                Shell.assignments(Map.of("LIST", Shell.words(texts)))
                        + "eval \"set -- $LIST\"\nfor it; do printf '%s\\0' \"$it\"; done\n";

        assertThat(split(execute(shell, script))).as("seed %d", SEED).isEqualTo(texts);
    }

    @Test
    void aTextThatNoShellCanHoldIsRefused() {
        assertThatThrownBy(() -> Shell.quote("a\0b"))
                .hasMessage("Cannot hand a text with a NUL character to a shell: remove it");
    }

    @Test
    void theScriptsOwnQuotingAgreesWithOurs() throws IOException {
        List<String> texts = nastyTexts().stream().filter(it -> !it.endsWith("\n")).toList();
        var lib = Resources.text("join/10-lib.sh");
        var functions = lib.substring(lib.indexOf("quoted() {"), lib.indexOf("run_commands()"));

        var script =
                functions
                        + "set --"
                        + texts.stream()
                                .map(it -> " " + Shell.quote(it))
                                .collect(Collectors.joining())
                        + "\neval \"set -- $(quoted_all \"$@\")\"\n"
                        + "for it; do printf '%s\\0' \"$it\"; done\n";

        assertThat(split(execute("/bin/sh", script))).as("seed %d", SEED).isEqualTo(texts);
    }

    private static List<String> nastyTexts() {
        var random = new Random(SEED);
        var texts = new ArrayList<String>(List.of("", "'", "''", "plain", "--flag=a b"));
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(NASTY[random.nextInt(NASTY.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private String execute(String shell, String script) throws IOException {
        var file = Files.writeString(directory.resolve("script"), script);
        var result = Sh.run(Map.of(), Sh.command(shell, file.toString()));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private static List<String> split(String output) {
        return List.of(output.substring(0, output.length() - 1).split("\0", -1));
    }
}
