package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A PostgreSQL server of Debian's package on a Unix socket, and on a port if that is asked for,
/// with one user and a password.
public final class Postgres implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    private final OwnPlace place;
    private final Process process;
    private final Path programs;

    private Postgres(OwnPlace place, Process process, Path programs) {
        this.place = place;
        this.process = process;
        this.programs = programs;
    }

    /// Where its programs are, if the package is installed.
    public static Optional<Path> programs() throws IOException {
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

    /// Starts it; does not wait for it.
    static Postgres start(Path programs, String password) throws IOException {
        return start(programs, password, List.of(), "");
    }

    /// Starts it where pods dial it; does not wait for it.
    ///
    /// @param front what starts it in another network namespace
    /// @param address of that, where it listens on its usual port; none if empty
    public static Postgres start(Path programs, String password, List<String> front, String address)
            throws IOException {
        OwnPlace place = OwnPlace.make();
        place.write("password", password + "\n");
        place.run(
                programs.resolve("initdb").toString(),
                "--pgdata=" + place.file("data"),
                "--username=kine",
                "--auth=scram-sha-256",
                "--pwfile=" + place.file("password"),
                "--no-sync");
        place.run(
                "sh",
                "-c",
                "echo 'host all all 0.0.0.0/0 scram-sha-256' >>\"$0\"",
                place.file("data/pg_hba.conf").toString());
        Process process =
                place.start(
                        front,
                        programs.resolve("postgres").toString(),
                        "-D",
                        place.file("data").toString(),
                        "-c",
                        "listen_addresses=" + address,
                        "-c",
                        "unix_socket_directories=" + place.path());
        return new Postgres(place, process, programs);
    }

    /// What kine is told to find a database of its own there.
    String dataSource(String password) {
        return "postgres://kine:" + password + "@/kine?host=" + place.path() + "&sslmode=disable";
    }

    /// What `SELECT` answers in kine's database.
    public String select(String password, String what) {
        return Command.in(Path.of("/"))
                .run(
                        "env",
                        "PGPASSWORD=" + password,
                        programs.resolve("psql").toString(),
                        "--host=" + place.path(),
                        "--username=kine",
                        "--tuples-only",
                        "--no-align",
                        "--command=SELECT " + what,
                        "kine")
                .succeeded();
    }

    /// Ends it and removes its place.
    @Override
    public void close() {
        place.end(process, "INT");
    }
}
