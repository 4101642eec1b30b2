package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class PausedOptionTest {

    @Test
    void theCommandToResumeGoesToTheSameCluster() {
        assertThat(resume("shop")).isEqualTo("mooring resume shop");
        assertThat(resume("shop", "-n", "team")).isEqualTo("mooring resume shop --namespace team");
        assertThat(resume("shop", "--context", "it's far"))
                .isEqualTo("mooring resume shop --context 'it'\\''s far' --namespace shop");
        assertThat(resume("shop", "--kubeconfig", "/a/b.yaml", "--context", "c", "-n", "team"))
                .isEqualTo(
                        "mooring resume shop --kubeconfig /a/b.yaml --context c --namespace team");
    }

    private static String resume(String... arguments) {
        var option = new PausedOption();
        var _ = new CommandLine(option).parseArgs(arguments);
        return option.command("resume");
    }
}
