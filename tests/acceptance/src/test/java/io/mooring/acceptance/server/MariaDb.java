package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// A MariaDB server of Debian's packages on a Unix socket, with one user and a password.
final class MariaDb implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path CLIENT = Path.of("/usr/bin/mariadb");

    /// Of nobody but this server: nothing of the machine's own.
    private static final String NO_FILES = "--no-defaults";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final OwnPlace place;
    private final Process process;

    private MariaDb(OwnPlace place, Process process) {
        this.place = place;
        this.process = process;
    }

    /// Whether its packages are installed: mariadb-server-core and mariadb-client-core.
    static boolean isInstalled() {
        return Files.isExecutable(SERVER) && Files.isExecutable(CLIENT);
    }

    /// Starts it; returns when it answers.
    static MariaDb start(String password) throws IOException {
        OwnPlace place = OwnPlace.make();
        place.write(
                "first.sql",
                """
                CREATE USER IF NOT EXISTS kine@localhost IDENTIFIED BY '%s';
                GRANT ALL ON kine.* TO kine@localhost;
                """
                        .formatted(password));
        place.run(
                "mariadb-install-db",
                NO_FILES,
                "--datadir=" + place.file("data"),
                "--skip-test-db",
                "--auth-root-authentication-method=normal");
        Process process =
                place.start(
                        List.of(),
                        SERVER.toString(),
                        NO_FILES,
                        "--datadir=" + place.file("data"),
                        "--socket=" + place.file("s"),
                        "--pid-file=" + place.file("pid"),
                        "--init-file=" + place.file("first.sql"),
                        "--skip-networking");
        var started = new MariaDb(place, process);
        Awaitility.await("MariaDB, see " + place.file("log"))
                .atMost(LIMIT)
                .failFast("it has ended", () -> !process.isAlive())
                .until(() -> started.query(password, "1").exitCode() == 0);
        return started;
    }

    /// What kine is told to find a database of its own there.
    String dataSource(String password) {
        return "mysql://kine:" + password + "@unix(" + place.file("s") + ")/kine";
    }

    /// What `SELECT` answers in kine's database.
    String select(String password, String what) {
        return query(password, what, "kine").succeeded();
    }

    private Command.Result query(String password, String what, String... database) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "MYSQL_PWD=" + password,
                                CLIENT.toString(),
                                NO_FILES,
                                "--socket=" + place.file("s"),
                                "--user=kine",
                                "--skip-column-names",
                                "--batch",
                                "--execute=SELECT " + what));
        command.addAll(List.of(database));
        return Command.in(Path.of("/")).run(command);
    }

    /// Ends it and removes its place.
    @Override
    public void close() {
        place.end(process, "TERM");
    }
}
