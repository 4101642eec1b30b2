package io.mooring.server;

import io.mooring.api.VirtualClusterConfig;
import io.mooring.snapshot.PrivateFile;
import io.mooring.snapshot.SnapshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of a cluster that its data store does not hold and that nobody could make again: the
/// authorities, the service accounts' keys, the encryption at rest, the configuration. All other
/// keys and certificates are issued by these at the next start.
final class ClusterFiles {

    static final String CONFIG = "config.yaml";
    static final String ENCRYPTION = "encryption-provider-config";

    private static final String ENCRYPTION_FLAG = "--encryption-provider-config=";
    private static final String PKI = "pki/";
    private static final List<String> OF_THE_PKI =
            List.of(
                    "ca.crt",
                    "ca.key",
                    "front-proxy-ca.crt",
                    "front-proxy-ca.key",
                    "sa.key",
                    "sa.pub");

    private ClusterFiles() {}

    /// Those of a cluster, by the names they have in a snapshot.
    static Map<String, byte[]> read(
            DataDirectory data, String configText, VirtualClusterConfig config) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(CONFIG, configText.getBytes(StandardCharsets.UTF_8));
        for (String name : OF_THE_PKI) {
            files.put(PKI + name, bytes(data.pki().resolve(name)));
        }
        encryption(config).ifPresent(file -> files.put(ENCRYPTION, bytes(file)));
        return files;
    }

    /// Writes those of a snapshot, but for its configuration.
    ///
    /// @throws SnapshotException before anything is written if one has a name that is none of ours
    static void write(Map<String, byte[]> files, DataDirectory staged) throws IOException {
        for (Map.Entry<Path, byte[]> entry : places(files, staged).entrySet()) {
            secret(entry.getKey(), entry.getValue());
        }
    }

    /// As [#write], but leaves those that are there already. Each is there as a whole or not at
    /// all.
    static void complete(Map<String, byte[]> files, DataDirectory data) throws IOException {
        for (Map.Entry<Path, byte[]> entry : places(files, data).entrySet()) {
            if (!Files.exists(entry.getKey())) {
                whole(entry.getKey(), entry.getValue());
            }
        }
    }

    private static Map<Path, byte[]> places(Map<String, byte[]> files, DataDirectory staged)
            throws IOException {
        var places = new LinkedHashMap<Path, byte[]>();
        files.forEach((name, bytes) -> {
            if (!name.equals(CONFIG)) {
                places.put(place(name, staged), bytes);
            }
        });
        Files.createDirectories(staged.pki());
        Files.setPosixFilePermissions(staged.pki(), PosixFilePermissions.fromString("rwx------"));
        return places;
    }

    /// A file that only its owner reads, there as a whole or not at all.
    static void whole(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(part);
        secret(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Where the server reads its encryption configuration, if it is told one.
    static Optional<Path> encryption(VirtualClusterConfig config) {
        return config.controlPlane().distro().k8s().apiServer().extraArgs().stream()
                .filter(argument -> argument.startsWith(ENCRYPTION_FLAG))
                .map(argument -> Path.of(argument.substring(ENCRYPTION_FLAG.length())))
                .reduce((_, last) -> last);
    }

    /// A file that only its owner reads.
    static void secret(Path file, byte[] bytes) throws IOException {
        PrivateFile.write(new ByteArrayInputStream(bytes), file);
    }

    private static Path place(String name, DataDirectory staged) {
        if (name.equals(ENCRYPTION)) {
            return staged.file(ENCRYPTION);
        }
        if (name.startsWith(PKI) && OF_THE_PKI.contains(name.substring(PKI.length()))) {
            return staged.pki().resolve(name.substring(PKI.length()));
        }
        throw new SnapshotException("the snapshot holds a file that no cluster has: " + name);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ServerException(
                    "reading " + file + ": there is no such file; has its server ever been ready?",
                    e);
        } catch (IOException e) {
            throw new ServerException("reading " + file + ": " + e, e);
        }
    }
}
