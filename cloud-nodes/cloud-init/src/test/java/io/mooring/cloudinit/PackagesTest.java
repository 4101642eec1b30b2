package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the join script installs where an image lacks it. The package managers only tell what they
/// were called with.
final class PackagesTest {

    private static final String STEP =
            "log() { echo \"log: $*\"; }\nunfit() { echo \"unfit: $2\"; }\n"
                    + Resources.text("join/15-packages.sh");

    @TempDir private Path directory;
    private Path tools;

    @BeforeEach
    void make() throws IOException {
        tools = Files.createDirectory(directory.resolve("bin"));
    }

    @ParameterizedTest(name = "{0}, with {1}")
    @CsvSource({
        "dnf,     awk cmp mount openssl,      'install iproute nftables'",
        "dnf,     ip awk openssl iptables,    'install diffutils util-linux'",
        "dnf,     awk cmp ip mount openssl nft, ''",
        "apt-get, mount openssl,              'install gawk diffutils iproute2 nftables'",
        "apt-get, awk cmp ip mount iptables,  'install openssl'",
        "none,    '',                         ''"
    })
    void onlyWhatIsMissingIsInstalledByTheNamesOfTheDistribution(
            String manager, String there, String expected) throws IOException {
        for (String tool : there.isEmpty() ? new String[0] : there.split(" ", -1)) {
            tool(tool, "");
        }
        if (!manager.equals("none")) {
            tool(manager, "echo \"$0 $*\" | /usr/bin/sed 's|.*/||'");
        }

        String said = run("FLANNEL=no\npackages");

        if (expected.isEmpty()) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said.lines().toList().getLast()).startsWith(manager).endsWith(expected);
        }
    }

    @Test
    void whatCannotBeInstalledIsLeftToThePreflight() throws IOException {
        tool("dnf", "exit 1");

        assertThat(run("FLANNEL=no\npackages\necho goes on"))
                .contains(
                        "dnf could not install all of gawk diffutils iproute util-linux openssl nftables")
                .endsWith("goes on\n");
    }

    @Test
    void repositoriesAreReachedByTheProxy() throws IOException {
        tool("dnf", "echo $https_proxy $http_proxy");

        assertThat(run("MOORING_PROXY=http://proxy:3128\nFLANNEL=no\npackages"))
                .endsWith("http://proxy:3128 http://proxy:3128\n");
    }

    @Test
    void aFirewallThatRunsIsToldToLetPodsThrough() throws IOException {
        tool("systemctl", "exit 0");
        tool("firewall-cmd", "echo \"$*\"");

        assertThat(run("FLANNEL=yes\nfirewall"))
                .isEqualTo(
                        """
                        -q --permanent --zone=trusted --add-interface=cni0 --add-interface=flannel.1
                        -q --permanent --add-port=8472/udp
                        -q --reload
                        log: firewalld was told to let pods through
                        """);
        assertThat(run("FLANNEL=no\nfirewall")).isEmpty();
        tool("firewall-cmd", "exit 1");
        assertThat(run("FLANNEL=yes\nfirewall")).startsWith("unfit: firewalld runs");
        tool("systemctl", "exit 3");
        assertThat(run("FLANNEL=yes\nfirewall")).isEmpty();
    }

    private void tool(String name, String script) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(String then) throws IOException {
        Path script = Files.writeString(directory.resolve("step.sh"), STEP + then + "\n");
        Sh.Result result =
                Sh.run(Map.of("PATH", tools.toString()), "/bin/sh", "-eu", script.toString());
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }
}
