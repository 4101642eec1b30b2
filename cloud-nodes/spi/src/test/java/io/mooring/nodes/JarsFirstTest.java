package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarsFirstTest {

    private static final String OWN = OwnerTest.class.getName();

    @TempDir private Path directory;

    /// As when a cloud's library needs another version of what the program uses itself.
    @Test
    void whatAProviderBringsIsItsOwnAndTheRestIsTheProgrammes() throws Exception {
        copy(OWN.replace('.', '/') + ".class");
        Files.writeString(directory.resolve("words"), "its own");
        ClassLoader program = getClass().getClassLoader();

        try (var loader = new JarsFirst("one", new URL[] {directory.toUri().toURL()}, program)) {
            Class<?> own = loader.loadClass(OWN);

            assertThat(own).isNotSameAs(OwnerTest.class);
            assertThat(own.getClassLoader()).isSameAs(loader);
            assertThat(loader.loadClass(OWN)).isSameAs(own);
            assertThat(loader.loadClass(NodeProvider.class.getName())).isSameAs(NodeProvider.class);
            assertThat(loader.loadClass("java.lang.String")).isSameAs(String.class);
            assertThat(loader.getResource("words")).isNotNull();
            assertThat(Collections.list(loader.getResources(OWN.replace('.', '/') + ".class")))
                    .hasSize(2);
            assertThat(loader.getResource("no/such")).isNull();
        }
    }

    private void copy(String resource) throws IOException {
        Path file = directory.resolve(resource);
        Files.createDirectories(file.getParent());
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(resource)) {
            Files.copy(java.util.Objects.requireNonNull(in), file);
        }
    }
}
