package io.mooring.server;

import io.mooring.pki.SharedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has all replicas use the same authorities and service-account keys: the first to come makes them
/// and puts them into the shared Secret, the others take them from there. Which is the first the
/// host cluster decides, since it takes a change only of what was read.
final class KeyExchange {

    private static final Logger LOG = LoggerFactory.getLogger(KeyExchange.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String STAGE = "keys.new";

    private final SharedSecret secret;
    private final DataDirectory data;
    private final Clock clock;

    KeyExchange(SharedSecret secret, DataDirectory data, Clock clock) {
        this.secret = secret;
        this.data = data;
        this.clock = clock;
    }

    /// Returns once this replica has the keys. One that has them already goes on with them while
    /// the host cluster cannot be asked.
    ///
    /// @throws ServerException if it has other keys than the rest, or gets none within the limit
    void settle(Duration limit) {
        if (own().size() == SharedKeys.FILES.size()) {
            try {
                if (agree().isEmpty()) {
                    return;
                }
            } catch (SharedSecret.Unreachable e) {
                LOG.warn("keys not compared with those of the others: {}", e.getMessage());
                return;
            }
        }
        Await.until("the keys of this control plane", limit, POLL, this::tried, () -> "");
    }

    private String tried() {
        try {
            return agree();
        } catch (SharedSecret.Unreachable e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// @return what is still wrong
    private String agree() {
        SharedSecret.Content shared = secret.read();
        Map<String, String> keys = new LinkedHashMap<>(shared.texts());
        keys.keySet().retainAll(SharedKeys.FILES);
        if (keys.size() == SharedKeys.FILES.size()) {
            take(keys);
            return "";
        }
        if (secret.add(shared, made())) {
            LOG.info("secret={} holds the keys of this control plane now", secret.name());
        }
        // whoever was the first, all take what is there
        return "they are being made";
    }

    private void take(Map<String, String> keys) {
        Map<String, String> own = own();
        List<String> others =
                own.entrySet().stream()
                        .filter(file -> !file.getValue().equals(keys.get(file.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!others.isEmpty()) {
            throw new ServerException(
                    "starting a replica: %s in %s differ from those in the Secret %s, which the other replicas use; if this volume is of an earlier cluster, delete it, else restore the Secret from a backup"
                            .formatted(String.join(", ", others), data.pki(), secret.name()));
        }
        try {
            privateDirectory(data.pki());
            for (String name : SharedKeys.FILES) {
                if (!own.containsKey(name)) {
                    write(data.pki().resolve(name), String.valueOf(keys.get(name)));
                }
            }
        } catch (IOException e) {
            throw new ServerException("keeping the keys in " + data.pki() + ": " + e, e);
        }
    }

    /// What this replica has, and the rest made anew: in a place of its own, because somebody else
    /// may be the first.
    private Map<String, String> made() {
        Path stage = data.file(STAGE);
        try {
            DirectoryTree.remove(stage);
            privateDirectory(stage);
            for (Map.Entry<String, String> file : own().entrySet()) {
                write(stage.resolve(file.getKey()), file.getValue());
            }
            SharedKeys.ensure(stage, clock);
            Map<String, String> made = files(stage);
            DirectoryTree.remove(stage);
            return made;
        } catch (IOException e) {
            throw new ServerException("making keys in " + stage + ": " + e, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        ClusterFiles.whole(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> own() {
        return files(data.pki());
    }

    private static Map<String, String> files(Path directory) {
        var files = new LinkedHashMap<String, String>();
        for (String name : SharedKeys.FILES) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                files.put(name, DataDirectory.read(file));
            }
        }
        return files;
    }

    private static void privateDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
