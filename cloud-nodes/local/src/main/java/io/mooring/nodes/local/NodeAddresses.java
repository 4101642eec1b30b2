package io.mooring.nodes.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which machine has which address: one file an address, holding the machine's name. Creating the
/// file is the claim, so that machines made by several processes at once never share one.
final class NodeAddresses {

    private static final int FIRST_HOST = 10;
    private static final int LAST_HOST = 65_000;

    private final Path claims;

    NodeAddresses(Path claims) {
        this.claims = claims;
    }

    Optional<String> of(String machine) {
        return claimed().stream()
                .filter(file -> holder(file).equals(machine))
                .map(file -> file.getFileName().toString())
                .findFirst();
    }

    String assign(String machine) {
        Optional<String> already = of(machine);
        if (already.isPresent()) {
            return already.get();
        }
        try {
            Files.createDirectories(claims);
            for (int host = FIRST_HOST; host < LAST_HOST; host++) {
                String address = "10.77." + (host >> 8) + "." + (host & 0xff);
                if (claim(address, machine)) {
                    return address;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("choosing an address for machine " + machine, e);
        }
        throw new LocalFailure("no free address in 10.77.0.0/16 for machine " + machine);
    }

    void free(String machine) {
        of(machine)
                .ifPresent(address -> {
                    try {
                        Files.deleteIfExists(claims.resolve(address));
                    } catch (IOException e) {
                        throw new UncheckedIOException("freeing address " + address, e);
                    }
                });
    }

    /// The claim appears with its holder's name in it, so that none is ever without a holder.
    private boolean claim(String address, String machine) throws IOException {
        Path written = Files.writeString(claims.resolve("." + machine), machine);
        try {
            Files.createLink(claims.resolve(address), written);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private List<Path> claimed() {
        if (!Files.isDirectory(claims)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(claims)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the addresses in " + claims, e);
        }
    }

    private static String holder(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
