package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvidersTest {

    @TempDir private Path directory;

    /// Names itself alone.
    public static final class Toy implements NodeProviderFactory {

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public List<SettingProblem> check(Map<String, Object> settings) {
            return List.of();
        }

        @Override
        public NodeProvider open(Owner owner, Map<String, Object> settings) {
            throw new ProviderFailure("a toy has no machines");
        }
    }

    private Path home(String name) throws IOException {
        Path home = directory.resolve(name);
        Path jar = Files.createDirectories(home.resolve("toy")).resolve("toy.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(
                    new JarEntry("META-INF/services/" + NodeProviderFactory.class.getName()));
            out.write(Toy.class.getName().getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return home;
    }

    @Test
    void whoeverAsksForTheSameJarsSharesAFactoryAndWithItTheGatesToAccounts() throws IOException {
        Path home = home("one");
        Path link = Files.createSymbolicLink(directory.resolve("link"), home);
        NodeProviderFactory factory = new Providers(home).factory("toy");

        assertThat(factory.name()).isEqualTo("toy");
        assertThat(new Providers(home).factory("toy")).isSameAs(factory);
        assertThat(new Providers(link).factory("toy")).isSameAs(factory);
        assertThat(new Providers(home("another")).factory("toy")).isNotSameAs(factory);
    }

    @Test
    void aProviderThatWasMissingIsFoundOnceItsJarsAreThere() throws IOException {
        Path home = Files.createDirectories(directory.resolve("late/toy")).getParent();
        assertThatThrownBy(() -> new Providers(home).factory("toy"))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage(
                        "there is no node provider toy: its jars should be in %s; run `make build`"
                                .formatted(home.toRealPath().resolve("toy")));

        assertThat(new Providers(home("late")).factory("toy").name()).isEqualTo("toy");
    }
}
