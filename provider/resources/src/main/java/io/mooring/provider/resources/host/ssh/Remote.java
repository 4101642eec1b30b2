package io.mooring.provider.resources.host.ssh;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.ssh.Input;
import io.mooring.ssh.Ran;
import io.mooring.ssh.Ssh;
import io.mooring.ssh.SshFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Has `machine.sh` run on a machine for one control plane. Each call may be repeated.
///
/// @param attempt what all calls are for, in words
record Remote(Ssh ssh, SshPlace place, String cluster, String attempt) {

    private static final Duration USUAL = Duration.ofMinutes(3);
    private static final String SCRIPT = script();
    private static final String GREETING = "mooring-server 1";
    private static final String TROUBLE = "trouble ";

    /// @param verb a function of the script
    /// @param settings what it works with, beside the cluster's name; may hold secrets
    /// @throws HostFailure.Unusable with what the machine said
    Answers call(String verb, Map<String, String> settings) {
        return call(verb, settings, Input.of(new byte[0]), USUAL);
    }

    /// As above, of a verb that reads more.
    Answers call(String verb, Map<String, String> settings, Input more, Duration limit) {
        var all = new LinkedHashMap<String, String>();
        all.put("verb", verb);
        all.put("cluster", cluster);
        all.putAll(settings);
        var program = new StringBuilder();
        all.forEach((name, value) ->
                program.append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("'\n"));
        byte[] head = program.append(SCRIPT).toString().getBytes(StandardCharsets.UTF_8);
        // secrets and whatever is long come by standard input: a command line is for all to see
        String command = "/bin/sh -c 'eval \"$(head -c %d)\"'".formatted(head.length);
        Input input = () -> new SequenceInputStream(new ByteArrayInputStream(head), more.open());
        try {
            return understood(
                    ssh.run(
                            place.route(),
                            place.sudo() ? "sudo -n -- " + command : command,
                            input,
                            limit));
        } catch (SshFailure e) {
            throw failure(e.trouble().field() + ": " + e.trouble().reason(), e);
        }
    }

    private Answers understood(Ran ran) {
        if (ran.output().lines().noneMatch(GREETING::equals)) {
            String said = firstLine(ran.errors() + ran.output());
            throw failure(
                    place.sudo()
                            ? "host.standalone.ssh.sudo: %s cannot become root there without a password: %s"
                                    .formatted(place.route().login().user(), said)
                            : "it does not run what it is told: " + said,
                    null);
        }
        String trouble =
                ran.output()
                        .lines()
                        .filter(line -> line.startsWith(TROUBLE))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(' ', TROUBLE.length()) + 1))
                        .orElse("");
        if (!trouble.isEmpty()) {
            throw failure(trouble + errors(ran), null);
        }
        if (ran.status() != 0 || ran.output().lines().noneMatch("done"::equals)) {
            throw failure("a step failed there" + errors(ran), null);
        }
        return Answers.of(ran.output());
    }

    private static String errors(Ran ran) {
        return ran.errors().isBlank() ? "" : ": " + firstLine(ran.errors());
    }

    private HostFailure.Unusable failure(String reason, @Nullable Throwable cause) {
        return new HostFailure.Unusable("%s on %s: %s".formatted(attempt, place, reason), cause);
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("(no word)").strip();
    }

    private static String script() {
        try (InputStream in = Remote.class.getResourceAsStream("machine.sh")) {
            if (in == null) {
                throw new IllegalStateException("there is no machine.sh in this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading machine.sh of this jar", e);
        }
    }
}
