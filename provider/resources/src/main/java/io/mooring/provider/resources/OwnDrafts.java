package io.mooring.provider.resources;

import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Keeps on this machine what is being made that no cluster can keep in mind: control planes, and
/// what stands in front of them. Each is a file that its maker has locked for as long as it lives;
/// the next one like it that the same user makes here takes over what nobody has locked.
final class OwnDrafts implements Drafts {

    private static final int LONGEST = 1024;

    private final Optional<Path> directory;

    // Opening a file that this process has locked would end the lock: these are left alone.
    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    /// @param directory where the files are; nothing is kept without one
    OwnDrafts(Optional<Path> directory) {
        this.directory = directory;
    }

    /// Where this user's programs keep what must outlive them.
    static Optional<Path> directory(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() ->
                        Optional.ofNullable(environment.get("HOME"))
                                .map(Path::of)
                                .filter(Path::isAbsolute)
                                .map(home -> home.resolve(".local/state")))
                .map(state -> state.resolve("mooring/drafts"));
    }

    @Override
    public Draft begin(ResourceType type, ObjectValue inputs, OperationContext context) {
        var own = context.name();
        if (directory.isEmpty()) {
            return Draft.of(own);
        }
        try {
            var shape = DraftShape.of(type, inputs, "host");
            Files.createDirectories(
                    directory.get(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            for (var left : left(directory.get(), shape)) {
                var taken = taken(left, own);
                if (taken.isPresent()) {
                    context.progress().say("going on with what a run before left half made");
                    return taken.get();
                }
            }
            return begun(directory.get(), shape, own);
        } catch (IOException e) {
            // Who may write nothing here makes it as before.
            context.progress().say("not kept in mind while it is made: " + e);
            return Draft.of(own);
        }
    }

    private static List<Path> left(Path directory, String shape) throws IOException {
        try (var files = Files.newDirectoryStream(directory, shape + "-*")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            found.sort(null);
            return found;
        }
    }

    private Optional<Draft> taken(Path file, LogicalName own) throws IOException {
        if (!held.add(file)) {
            return Optional.empty();
        }
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null && Files.exists(file)) {
                var drawn = read(channel);
                if (!drawn.isEmpty()) {
                    return Optional.of(new Locked(name(own, drawn), file, channel));
                }
            }
        } catch (OverlappingFileLockException _) {
            // another part of this process makes it
        }
        channel.close();
        held.remove(file);
        return Optional.empty();
    }

    private Draft begun(Path directory, String shape, LogicalName own) throws IOException {
        var bytes = new byte[4];
        RandomGenerator.getDefault().nextBytes(bytes);
        var file = directory.resolve(shape + "-" + HexFormat.of().formatHex(bytes));
        held.add(file);
        var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        // until something is in it, nobody takes it over
        var _ = channel.lock();
        channel.write(ByteBuffer.wrap(own.name().getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
        return new Locked(own, file, channel);
    }

    private static String read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(LONGEST);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private static LogicalName name(LogicalName own, String drawn) {
        return new LogicalName(own.stack(), own.project(), own.type(), drawn);
    }

    private final class Locked implements Draft {
        private final LogicalName name;
        private final Path file;
        private final FileChannel channel;
        private volatile boolean left;

        Locked(LogicalName name, Path file, FileChannel channel) {
            this.name = name;
            this.file = file;
            this.channel = channel;
        }

        @Override
        public LogicalName name() {
            return name;
        }

        @Override
        public void leave() {
            left = true;
        }

        /// What stays without need does no harm: the next one like it has its mark and finds
        /// nothing.
        @Override
        public void close() {
            try (channel) {
                if (!left) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException _) {
                return;
            } finally {
                held.remove(file);
            }
        }
    }
}
