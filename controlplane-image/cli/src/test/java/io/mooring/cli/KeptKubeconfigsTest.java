package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptKubeconfigsTest {

    @TempDir private Path home;
    private KeptKubeconfigs kept;

    @BeforeEach
    void start() {
        kept = new KeptKubeconfigs(home);
    }

    @Test
    void clustersOfOneNameInTwoEnginesHaveAFileEach() throws IOException {
        Path near = kept.ofEngine(engine("unix://" + home + "/a.sock"), "shop");
        Path far = kept.ofEngine(engine("http://build:2375"), "shop");

        kept.write(near, kubeconfig(1));
        kept.write(far, kubeconfig(2));

        assertThat(near).hasContent(kubeconfig(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(near)))
                .isEqualTo("rw-------");
        assertThat(far).hasContent(kubeconfig(2));
        assertThat(home.relativize(far).toString())
                .matches("_docker/build-2375-[0-9a-f]{8}/shop\\.conf");
    }

    @Test
    void anEngineIsTheSameByEveryPathOfItsSocket() throws IOException {
        Path socket = Files.createFile(home.resolve("engine.sock"));
        Path link = Files.createSymbolicLink(home.resolve("link.sock"), socket);

        assertThat(kept.ofEngine(engine("unix://" + link), "shop"))
                .isEqualTo(kept.ofEngine(engine("unix://" + socket), "shop"));
        assertThat(kept.ofEngine(engine("unix:///a/b.sock"), "shop"))
                .isNotEqualTo(kept.ofEngine(engine("unix:///a-b.sock"), "shop"));
    }

    @Test
    void whatWasInTheOneDirectoryOfAllEnginesGoesIfItIsOfTheSameCluster() throws IOException {
        Path shared = Files.createDirectory(home.resolve("_docker"));
        Path earlier = Files.writeString(shared.resolve("shop.conf"), kubeconfig(1));

        kept.write(kept.ofEngine(engine("http://other:2375"), "shop"), kubeconfig(2));
        kept.write(kept.ofNamespace("tenants", "shop"), kubeconfig(1));
        assertThat(earlier).exists();

        kept.write(kept.ofEngine(engine("http://build:2375"), "shop"), kubeconfig(1));
        assertThat(earlier).doesNotExist();
    }

    private static EngineEndpoint engine(String address) {
        return EngineEndpoint.of(Optional.of(address), Optional.empty(), Map.of());
    }

    private static String kubeconfig(int port) {
        return "clusters:\n- cluster:\n    server: https://127.0.0.1:%d\n".formatted(port);
    }
}
