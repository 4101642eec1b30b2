package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SystemdServiceTest {

    private static final ServiceSpec SPEC =
            new ServiceSpec(
                    "demo",
                    new ControlPlaneFiles(Path.of("/var/lib/mooring/demo")),
                    Path.of("/run/netns/mooring-demo"),
                    20123,
                    Path.of("/opt/my mooring/bin/mooring"),
                    Map.of("MOORING_BIN_DIR", "/opt/100%/bin"));

    @Test
    void theServerRunsInItsNetworkNamespaceAndIsAlwaysRestarted() {
        assertThat(SystemdService.units(SPEC).get("mooring-demo.service"))
                .isEqualTo(
                        """
                        [Unit]
                        Description=Mooring control plane demo
                        StartLimitIntervalSec=0

                        [Service]
                        NetworkNamespacePath=/run/netns/mooring-demo
                        Environment="MOORING_BIN_DIR=/opt/100%%/bin"
                        ExecStart="/opt/my mooring/bin/mooring" server --config "/var/lib/mooring/demo/config.yaml" --data-dir "/var/lib/mooring/demo" --name demo
                        Restart=always
                        RestartSec=1
                        KillMode=mixed
                        TimeoutStopSec=45
                        UMask=0077
                        """);
    }

    @Test
    void theRelayRunsOutsideOfTheNamespace() {
        assertThat(SystemdService.units(SPEC).get("mooring-demo-relay.service"))
                .contains(
                        "ExecStart=/usr/bin/socat TCP-LISTEN:20123,bind=127.0.0.1,fork,reuseaddr,max-children=512 UNIX-CONNECT:/var/lib/mooring/demo/run/api.sock")
                .doesNotContain("NetworkNamespacePath");
    }
}
