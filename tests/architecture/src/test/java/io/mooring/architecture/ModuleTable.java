package io.mooring.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The module table of ARCHITECTURE.md, read from the document itself, so that text and test cannot
/// part.
record ModuleTable(List<Row> rows) {

    record Row(String directory, String packageName, List<String> mayUse) {}

    static final Path ROOT = findRoot();

    static ModuleTable read() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("ARCHITECTURE.md"));
        List<String[]> cells =
                lines.stream()
                        .filter(line -> line.matches("\\| [a-z0-9/-]+ \\| io\\.mooring\\..*"))
                        .map(line -> line.split("\\s*\\|\\s*"))
                        .toList();
        List<String> packages = cells.stream().map(cell -> cell[2]).toList();
        return new ModuleTable(
                cells.stream()
                        .map(cell -> new Row(cell[1], cell[2], resolve(cell[3], packages, cell[2])))
                        .toList());
    }

    private static List<String> resolve(String names, List<String> packages, String self) {
        if (names.startsWith("all but ")) {
            String except = "io.mooring." + names.substring("all but ".length());
            return packages.stream().filter(p -> !p.equals(except) && !p.equals(self)).toList();
        }
        return Arrays.stream(names.split(",\\s*"))
                .filter(name -> !name.equals("-"))
                .map(name -> packageNamed(name, packages))
                .toList();
    }

    private static String packageNamed(String name, List<String> packages) {
        return packages.stream()
                .filter(p ->
                        p.equals("io.mooring." + name) || p.equals("io.mooring.provider." + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("ARCHITECTURE.md names no module " + name));
    }

    private static Path findRoot() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(path -> path != null)
                .filter(path -> Files.exists(path.resolve("ARCHITECTURE.md")))
                .findFirst()
                .orElseThrow();
    }
}
