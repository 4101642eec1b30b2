package io.mooring.nodes.baremetal.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A key pair that OpenSSH made.
///
/// @param secret the text of its private file
/// @param open the line of its public file
public record SshKey(String secret, String open) {

    @Override
    public String toString() {
        return open;
    }

    public static SshKey make(String type) {
        return make(type, "");
    }

    public static SshKey make(String type, String passphrase) {
        try {
            Path directory = Files.createTempDirectory("ssh-key");
            Path file = directory.resolve("key");
            try {
                run("-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString());
                Path open = directory.resolve("key.pub");
                var key = new SshKey(Files.readString(file), Files.readString(open).strip());
                Files.delete(open);
                return key;
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "ssh-keygen";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new AssertionError("ssh-keygen failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
