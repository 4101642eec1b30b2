package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void aClusterInAnEngineIsNotInAHostClusterAsWell() {
        assertThat(resume("shop", "--docker")).isEqualTo("mooring resume shop --docker");
        assertThat(resume("shop", "--docker-host", "tcp://box"))
                .isEqualTo("mooring resume shop --docker-host tcp://box");
        assertThatThrownBy(() -> option("shop", "--docker", "-n", "team").place())
                .isInstanceOf(CliException.class)
                .hasMessage(
                        "a cluster is in a container engine or in a host cluster; leave out --docker and --docker-host, or --kubeconfig, --context and --namespace");
        assertThatThrownBy(() -> option("shop", "--docker-host", "box").place())
                .hasMessage(
                        "finding the container engine: \"box\" is no address of an engine; write unix:///PATH or tcp://HOST:PORT");
    }

    private static String resume(String... arguments) {
        return option(arguments).command("resume");
    }

    private static PausedOption option(String... arguments) {
        var option = new PausedOption();
        var _ = new CommandLine(option).parseArgs(arguments);
        return option;
    }
}
