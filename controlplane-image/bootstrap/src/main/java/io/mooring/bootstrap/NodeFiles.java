package io.mooring.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files a node may fetch, by the name it asks for. Digests are computed once for each state of
/// a file.
///
/// Thread-safe. Only names given at construction are served: a request never becomes a path.
public final class NodeFiles {
    private static final Pattern SAFE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)?");

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18}) ([0-9]{1,18}) (/.*)");

    private record Digest(long size, long modifiedMillis, String sha256) {}

    private final SortedMap<String, Path> files;
    private final List<Path> knownDigests;
    private final Optional<Path> digestCache;
    // the lock covers digests, because two nodes that ask at once shall not both read half a
    // gigabyte
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, Digest> digests = new TreeMap<>();

    private NodeFiles(
            Map<String, Path> files, List<Path> knownDigests, Optional<Path> digestCache) {
        files.keySet().stream()
                .filter(name -> !SAFE.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "'" + name + "' is no name for a node file; use FILE or DIR/FILE");
                });
        this.files = new TreeMap<>(files);
        this.knownDigests = knownDigests;
        this.digestCache = digestCache;
    }

    /// Serves each file by its key.
    public static NodeFiles of(Map<String, Path> files) {
        return new NodeFiles(files, List.of(), Optional.empty());
    }

    /// Serves the named files of a directory; `cni/bridge` is found as `cni/bridge` or as `bridge`.
    /// Names whose file is not there are left out.
    public static NodeFiles of(Path binDir, Collection<String> names) {
        var files = new TreeMap<String, Path>();
        for (var name : names) {
            var nested = binDir.resolve(name);
            var flat = binDir.resolve(name.substring(name.lastIndexOf('/') + 1));
            var file = Files.isRegularFile(nested) ? nested : flat;
            if (Files.isRegularFile(file)) {
                files.put(name, file);
            }
        }
        return of(files);
    }

    /// The same files with others added or replaced.
    public NodeFiles with(String name, Path file) {
        var more = new TreeMap<>(files);
        more.put(name, file);
        return new NodeFiles(more, knownDigests, digestCache);
    }

    /// The same files, with what `tools/digests` wrote of them, if it did: our first compiler has
    /// no use for a processor's own SHA instructions, and half a gigabyte would take seconds.
    public NodeFiles knowingDigestsOf(Path file) {
        return new NodeFiles(files, List.of(file), digestCache);
    }

    /// The same files, keeping digests in a file so that a restart does not read everything again.
    public NodeFiles rememberingDigestsIn(Path file) {
        return new NodeFiles(files, knownDigests, Optional.of(file));
    }

    public Collection<String> names() {
        return files.keySet();
    }

    Optional<Path> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /// One line a file: `sha256 size name`.
    String manifest() throws IOException {
        lock.lock();
        try {
            if (digests.isEmpty()) {
                load();
            }
            var lines = new StringBuilder();
            boolean changed = false;
            for (var entry : files.entrySet()) {
                var file = entry.getValue().toRealPath();
                var old = digests.get(file);
                var digest = current(file, old);
                changed |= !digest.equals(old);
                digests.put(file, digest);
                lines.append(digest.sha256())
                        .append(' ')
                        .append(digest.size())
                        .append(' ')
                        .append(entry.getKey())
                        .append('\n');
            }
            if (changed) {
                store();
            }
            return lines.toString();
        } finally {
            lock.unlock();
        }
    }

    private static Digest current(Path file, @org.jspecify.annotations.Nullable Digest old)
            throws IOException {
        long size = Files.size(file);
        long modified = Files.getLastModifiedTime(file).toMillis();
        return old != null && old.size() == size && old.modifiedMillis() == modified
                ? old
                : new Digest(size, modified, sha256(file));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(java.io.OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void load() throws IOException {
        for (var file : Stream.concat(knownDigests.stream(), digestCache.stream()).toList()) {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(this::learn);
            }
        }
    }

    /// What it learns counts only while size and date of the file are those of the line.
    private void learn(String line) {
        var parts = LINE.matcher(line);
        if (parts.matches()) {
            long size = Long.parseLong(parts.group(2));
            long modified = Long.parseLong(parts.group(3));
            digests.put(Path.of(parts.group(4)), new Digest(size, modified, parts.group(1)));
        }
    }

    private void store() throws IOException {
        if (digestCache.isEmpty()) {
            return;
        }
        var text = new StringBuilder();
        digests.forEach((file, d) ->
                text.append(d.sha256())
                        .append(' ')
                        .append(d.size())
                        .append(' ')
                        .append(d.modifiedMillis())
                        .append(' ')
                        .append(file)
                        .append('\n'));
        var temporary = digestCache.get().resolveSibling(digestCache.get().getFileName() + ".new");
        Files.writeString(temporary, text);
        Files.move(
                temporary,
                digestCache.get(),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
