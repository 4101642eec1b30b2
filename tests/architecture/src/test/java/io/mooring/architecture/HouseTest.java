package io.mooring.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every source file of the tree must be, whatever module it is in.
final class HouseTest {

    @Test
    void noFileIsLongerThanAReaderCanHold() throws IOException {
        assertThat(sources())
                .filteredOn(file -> lines(file).size() > (isTest(file) ? 700 : 500))
                .as("files over 500 lines (tests: 700); split them by responsibility")
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        // what is not in a source tree is a program of one file, without a package
        assertThat(
                        sources().stream()
                                .filter(file -> file.toString().contains("/src/main/"))
                                .map(Path::getParent)
                                .distinct())
                .allSatisfy(directory ->
                        assertThat(directory.resolve("package-info.java"))
                                .exists()
                                .content()
                                .contains("@NullMarked"));
    }

    @Test
    void noTestSleeps() throws IOException {
        assertThat(sources())
                .filteredOn(HouseTest::isTest)
                .filteredOn(file -> !file.endsWith("HouseTest.java"))
                .filteredOn(file -> String.join("\n", lines(file)).contains("Thread.sleep("))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ModuleTable.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> !file.startsWith(ModuleTable.ROOT.resolve("sdk")))
                    .filter(file -> !file.startsWith(ModuleTable.ROOT.resolve("examples")))
                    .toList();
        }
    }

    private static boolean isTest(Path file) {
        return file.toString().contains("/src/test/") || file.toString().contains("/tests/");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
