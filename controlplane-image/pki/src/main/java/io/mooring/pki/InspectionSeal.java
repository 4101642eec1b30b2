package io.mooring.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Remembers that [ClusterPki] found nothing to do: as long as no file and nothing of the spec
/// changes, and for a day at the most, a start need not prove every key and signature anew.
///
/// The seal holds a digest and a time, nothing secret.
public final class InspectionSeal {
    static final Duration HOLDS = Duration.ofDays(1);

    private final Path file;
    private final List<Path> directories;
    private final PkiSpec spec;
    private final Clock clock;

    /// `file` keeps the seal and lies outside of the `directories` that it is about.
    public InspectionSeal(Path file, List<Path> directories, PkiSpec spec, Clock clock) {
        this.file = file;
        this.directories = List.copyOf(directories);
        this.spec = spec;
        this.clock = clock;
    }

    /// Whether an inspection now would find what the last one found. What cannot be read does not
    /// hold.
    public boolean holds() {
        try {
            var words =
                    Files.exists(file) ? Files.readString(file).strip().split(" ") : new String[0];
            if (words.length != 2) {
                return false;
            }
            var age = Duration.between(Instant.parse(words[1]), clock.instant());
            return !age.isNegative()
                    && age.compareTo(HOLDS) < 0
                    && digest().filter(words[0]::equals).isPresent();
        } catch (IOException | DateTimeParseException _) {
            return false;
        }
    }

    /// Seals what is there now. Only for one who has just inspected it.
    public void set() {
        digest().ifPresent(
                        digest -> SecureFiles.write(file, digest + " " + clock.instant() + "\n"));
    }

    private Optional<String> digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(canonical(spec).getBytes(StandardCharsets.UTF_8));
            for (var directory : directories) {
                for (var path : files(directory)) {
                    var bytes = Files.readAllBytes(path);
                    digest.update(
                            (path + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                }
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException _) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String canonical(PkiSpec spec) {
        return String.join(
                "\n",
                spec.clusterName(),
                String.join(" ", new TreeSet<>(spec.sans())),
                spec.exposedEndpoint(),
                spec.localEndpoint(),
                spec.serviceIp(),
                spec.clusterDomain(),
                String.join(" ", new TreeSet<>(spec.storeNames())),
                Boolean.toString(spec.dns()),
                "");
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
