package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/// A PostgreSQL server of Debian's package on a Unix socket, with one user and a password.
final class Postgres implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String NOBODY = "65534";

    private final Process process;
    private final Path programs;
    private final Path place;

    private Postgres(Process process, Path programs, Path place) {
        this.process = process;
        this.programs = programs;
        this.place = place;
    }

    /// Where its programs are, if the package is installed.
    static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .sorted()
                    .findFirst();
        }
    }

    /// Starts it; does not wait for it. It does not run as root, so it gets a place of its own.
    static Postgres start(Path programs, String password) throws IOException {
        var all = PosixFilePermissions.fromString("rwxr-xr-x");
        Path place = Files.createTempDirectory(Path.of("/tmp"), "mooring-pg");
        Files.setPosixFilePermissions(place, all);
        Files.writeString(place.resolve("password"), password + "\n");
        run("chown", "-R", NOBODY + ":" + NOBODY, place.toString());
        run(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                programs.resolve("initdb").toString(),
                "--pgdata=" + place.resolve("data"),
                "--username=kine",
                "--auth=scram-sha-256",
                "--pwfile=" + place.resolve("password"),
                "--no-sync");
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--pdeathsig=KILL",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                programs.resolve("postgres").toString(),
                                "-D",
                                place.resolve("data").toString(),
                                "-c",
                                "listen_addresses=",
                                "-c",
                                "unix_socket_directories=" + place)
                        .redirectErrorStream(true)
                        .redirectOutput(place.resolve("log").toFile())
                        .start();
        return new Postgres(process, programs, place);
    }

    /// What kine is told to find a database of its own there.
    String dataSource(String password) {
        return "postgres://kine:" + password + "@/kine?host=" + place + "&sslmode=disable";
    }

    /// What `SELECT` answers in kine's database.
    String select(String password, String what) {
        return run(
                "env",
                "PGPASSWORD=" + password,
                programs.resolve("psql").toString(),
                "--host=" + place,
                "--username=kine",
                "--tuples-only",
                "--no-align",
                "--command=SELECT " + what,
                "kine");
    }

    private static String run(String... command) {
        return Command.in(Path.of("/")).run(command).succeeded();
    }

    /// Ends it and removes its place.
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        run("rm", "-rf", place.toString());
    }
}
