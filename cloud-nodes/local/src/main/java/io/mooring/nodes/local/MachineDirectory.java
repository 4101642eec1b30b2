package io.mooring.nodes.local;

import io.mooring.nodes.ConsoleTail;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that one machine keeps on this host: its seed, its disk, its volumes, its console.
record MachineDirectory(Path path) {

    private static final String OWNER_ONLY = "rwx------";
    private static final String OWNER = "owner";

    boolean exists() {
        return Files.isDirectory(path);
    }

    Path consoleLog() {
        return path.resolve("console.log");
    }

    Path powerLog() {
        return path.resolve("power.log");
    }

    Path script(String name) {
        return path.resolve(name);
    }

    /// Whose machine it is; empty where nobody said so.
    Optional<String> owner() {
        try {
            return Optional.of(Files.readString(path.resolve(OWNER)).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Whether its maker has got no further than to make it.
    boolean isBare() {
        return exists() && !Files.exists(path.resolve("seed"));
    }

    /// Lays the directory out for a machine that is to be made. Running it again changes nothing
    /// that the machine has written.
    void prepare(MachineRequest request, Optional<Owner> whose) {
        try {
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            var owner =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(OWNER_ONLY));
            makeDirectory(path, owner);
            if (whose.isPresent()) {
                Files.writeString(path.resolve(OWNER), whose.get().uid() + "\n");
            }
            for (String part :
                    new String[] {"seed", "volumes", "volumes/mooring", "volumes/mooring/images"}) {
                makeDirectory(path.resolve(part), owner);
            }
            Files.writeString(path.resolve("seed/user-data"), request.userData().value());
            Files.writeString(path.resolve("seed/meta-data"), metaData(request));
            for (Path image : request.images()) {
                lay(image, path.resolve("volumes/mooring/images").resolve(image.getFileName()));
            }
            copyScript("power-on");
            copyScript("init-namespaces");
            if (!Files.exists(consoleLog())) {
                Files.createFile(consoleLog());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the machine directory " + path, e);
        }
    }

    /// Removes all there is, whose it was last. False when something was added to it meanwhile.
    boolean remove() {
        try (Stream<Path> parts = Files.list(path)) {
            boolean removed = true;
            for (Path part : parts.filter(it -> !it.endsWith(OWNER)).toList()) {
                removed &= FileTrees.remove(part);
            }
            return removed && FileTrees.remove(path);
        } catch (NoSuchFileException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + path, e);
        }
    }

    /// What was started last to boot the machine, while it lives: it stays the parent of the init.
    Optional<ProcessIdentity> launcher() {
        return ProcessIdentity.read(path.resolve("launcher")).filter(ProcessIdentity::alive);
    }

    /// The machine's init as the host sees it, while it lives.
    Optional<ProcessIdentity> init() {
        return ProcessIdentity.read(path.resolve("init")).filter(ProcessIdentity::alive);
    }

    Instant madeAt() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).creationTime().toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("looking at the machine directory " + path, e);
        }
    }

    String consoleTail(int lines) {
        try {
            return ConsoleTail.of(
                    Files.readString(consoleLog(), java.nio.charset.StandardCharsets.ISO_8859_1),
                    lines);
        } catch (IOException _) {
            return "";
        }
    }

    private static String metaData(MachineRequest request) {
        String name = request.id().name();
        return "instance-id: mooring-%s-%s\nlocal-hostname: %s\n"
                .formatted(request.id().cluster(), name, name);
    }

    private static void makeDirectory(
            Path directory, java.nio.file.attribute.FileAttribute<?> owner) throws IOException {
        try {
            Files.createDirectory(directory, owner);
        } catch (FileAlreadyExistsException _) {
            // a machine made before: its directory stays as it is
        }
    }

    private static void lay(Path image, Path target) throws IOException {
        Files.deleteIfExists(target);
        try {
            Files.createLink(target, image.toRealPath());
        } catch (IOException | UnsupportedOperationException _) {
            Files.copy(image, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void copyScript(String name) throws IOException {
        try (InputStream script = MachineDirectory.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IOException("resource " + name + " is not in the jar");
            }
            Files.copy(script, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
