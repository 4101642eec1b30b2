package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserScriptTest {

    @TempDir Path directory;

    private void carryOut(UserScript script) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("script"), script.text());
        assertThat(new ProcessBuilder("sh", file.toString()).inheritIO().start().waitFor())
                .isZero();
    }

    @Test
    void filesAreWrittenAsTheyAreAndCommandsRunInOrder() throws Exception {
        UserScript script =
                UserScript.of(
                        """
                        #cloud-config
                        write_files:
                        - path: DIR/a/it's
                          permissions: "0600"
                          content: |
                            $HOME `id` 'quoted'
                            ümlaut
                        - {path: DIR/b, encoding: b64, content: aGVsbG8=}
                        runcmd:
                        - [sh, -c, 'printf "%s" "$1" >"$0"', DIR/c, "it's $HOME"]
                        - cat DIR/b >>DIR/c
                        """
                                .replace("DIR", directory.toString()));

        carryOut(script);

        Path quoted = directory.resolve("a/it's");
        assertThat(quoted).hasContent("$HOME `id` 'quoted'\nümlaut\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(quoted)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("c")).hasContent("it's $HOMEhello");
        assertThat(script.paths()).containsExactly(quoted.toString(), directory + "/b");
    }

    @Test
    void aScriptIsTakenAsItIs() {
        assertThat(UserScript.of("#!/bin/sh\ntrue\n").text()).isEqualTo("#!/bin/sh\ntrue\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hello                                             | is neither #cloud-config nor a script
                    '#cloud-config\\nbootcmd: [secret]' | holds [bootcmd]
                    '#cloud-config\\nwrite_files: [{path: x}]' | not absolute
                    '#cloud-config\\nwrite_files: [{path: /x, append: true}]' | holds [write_files.append]
                    '#cloud-config\\nruncmd: secret' | runcmd that is no list
                    '#cloud-config\\nkey: [secret' | is no YAML
                    """)
    void whatARunningMachineCannotTakeIsNamed(String userData, String expected) {
        assertThatThrownBy(() -> UserScript.of(userData.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void userDataMayAskForNothing() {
        assertThat(UserScript.of("#cloud-config\n").paths()).isEmpty();
    }

    @Test
    void itsContentIsNotPrinted() {
        assertThat(UserScript.of("#!/bin/sh\nsecret\n").toString()).doesNotContain("secret");
    }
}
