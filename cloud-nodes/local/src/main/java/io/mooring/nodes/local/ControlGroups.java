package io.mooring.nodes.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A machine's control groups in whatever hierarchies this host has: one tree on v2, one a
/// controller on v1.
final class ControlGroups {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final String name;

    ControlGroups(String name) {
        this.name = name;
    }

    /// The processes in any of the groups.
    List<Long> processes() {
        var found = new ArrayList<Long>();
        for (Path group : groups()) {
            try {
                Files.readAllLines(group.resolve("cgroup.procs")).stream()
                        .map(Long::parseLong)
                        .forEach(found::add);
            } catch (IOException _) {
                // the group went away, or takes no processes: nothing in it to end
            }
        }
        return found.stream().distinct().toList();
    }

    /// Removes the groups, deepest first. False when one is still busy.
    boolean remove() {
        boolean all = true;
        for (Path group : groups()) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException _) {
                all = false;
            }
        }
        return all;
    }

    private List<Path> groups() {
        var found = new ArrayList<Path>();
        for (Path hierarchy : hierarchies()) {
            Path top = hierarchy.resolve(name);
            if (Files.isDirectory(top)) {
                try (Stream<Path> below = Files.walk(top)) {
                    below.filter(Files::isDirectory).forEach(found::add);
                } catch (IOException | UncheckedIOException _) {
                    found.add(top);
                }
            }
        }
        found.sort(Comparator.comparing(Path::getNameCount).reversed());
        return found;
    }

    private static List<Path> hierarchies() {
        if (Files.exists(MOUNT.resolve("cgroup.controllers"))) {
            return List.of(MOUNT);
        }
        try (Stream<Path> mounted = Files.list(MOUNT)) {
            return mounted.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + MOUNT, e);
        }
    }
}
