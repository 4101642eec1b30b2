package io.mooring.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mooring.snapshot.Passphrase;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a snapshot is encrypted with: from a file or the environment, since a command line is seen
/// by everybody on the machine.
final class PassphraseOption {

    private static final String DEFAULT_VARIABLE = "MOORING_SNAPSHOT_PASSPHRASE";
    private static final Pattern LINE_END = Pattern.compile("(\\r\\n|\\n|\\r)\\z");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The file whose first line is the passphrase; - for what comes in.")
    private @Nullable Path file;

    @Option(
            names = "--passphrase-env",
            paramLabel = "NAME",
            defaultValue = DEFAULT_VARIABLE,
            description = "Without such a file: the variable it is in (default: ${DEFAULT-VALUE}).")
    private String variable = DEFAULT_VARIABLE;

    Passphrase require() {
        return find().orElseThrow(() ->
                new CliException(
                        "which passphrase? give --passphrase-file, or set the variable "
                                + variable));
    }

    Optional<Passphrase> find() {
        if (file != null) {
            return Optional.of(new Passphrase(firstLine(file)));
        }
        return Optional.ofNullable(System.getenv(variable))
                .map(PassphraseOption::withoutLineEnd)
                .map(Passphrase::new);
    }

    /// As in a file: what was read from one with its line end is no other passphrase.
    static String withoutLineEnd(String text) {
        return LINE_END.matcher(text).replaceFirst("");
    }

    private static String firstLine(Path file) {
        try {
            if (file.toString().equals("-")) {
                return firstLine(System.in);
            }
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                return Objects.requireNonNullElse(lines.readLine(), "");
            }
        } catch (IOException e) {
            throw new CliException("reading the passphrase from " + file + ": " + e);
        }
    }

    /// What comes in need not end after that line, and is somebody else's from there on.
    static String firstLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return withoutLineEnd(line.toString(UTF_8));
    }
}
