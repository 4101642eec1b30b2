package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Has `machine.sh` run on machines. Each call may be repeated.
final class Work {

    private static final Duration USUAL = Duration.ofMinutes(4);
    private static final String SCRIPT = resource("machine.sh");

    private final Owner owner;
    private final Shell shell;
    private final Boards boards;

    Work(Owner owner, Shell shell, Boards boards) {
        this.owner = owner;
        this.shell = shell;
        this.boards = boards;
    }

    /// What to do on a machine.
    enum Verb {
        LOOK,
        /// Claim it, if nobody has.
        TAKE,
        /// Carry the user data out, once.
        LAY,
        OFF,
        ON,
        /// Take away what was laid, then the claim.
        WIPE,
        JOURNAL
    }

    /// What a machine says of itself, or its board of one that is off.
    Report look(Host host) {
        try {
            return ask(host);
        } catch (MachineTrouble e) {
            return boards.dark(host, e);
        }
    }

    private Report ask(Host host) {
        return run(host, Verb.LOOK, "", "", UserScript.NONE, 0);
    }

    /// Does something that is the owner's to do: what another has claimed is left as it is. A
    /// machine that was switched off by us is switched on for it.
    Report act(Host host, Verb verb, MachineId id) {
        try {
            return run(host, verb, id.cluster(), id.name(), UserScript.NONE, 0);
        } catch (MachineTrouble e) {
            boards.dark(host, e);
            wake(host);
            return run(host, verb, id.cluster(), id.name(), UserScript.NONE, 0);
        }
    }

    /// Switches a machine on that is off.
    void wake(Host host) {
        boards.wake(host, this::ask);
    }

    /// Takes the note off the board of a machine that is on.
    void unmark(Host host) {
        boards.unmark(host);
    }

    /// Switches a machine off whose node has ended, if it has a board for that.
    void switchOff(Host host, Claim claim, Duration patience) {
        boards.off(host, claim, patience);
    }

    Report lay(Host host, MachineId id, UserScript script) {
        return run(host, Verb.LAY, id.cluster(), id.name(), script, 0);
    }

    Report journal(Host host, MachineId id, int lines) {
        return run(host, Verb.JOURNAL, id.cluster(), id.name(), UserScript.NONE, lines);
    }

    private Report run(
            Host host, Verb verb, String cluster, String machine, UserScript script, int lines) {
        byte[] payload = script.text().getBytes(StandardCharsets.UTF_8);
        StringBuilder program = new StringBuilder();
        assign(program, "verb", verb.name().toLowerCase(Locale.ROOT));
        assign(program, "owner", owner.uid());
        assign(program, "cluster", cluster);
        assign(program, "machine", machine);
        assign(program, "lines", Integer.toString(lines));
        assign(program, "bytes", Integer.toString(payload.length));
        assign(program, "paths", lines(script.paths()));
        byte[] head = program.append(SCRIPT).toString().getBytes(StandardCharsets.UTF_8);
        byte[] input = new byte[head.length + payload.length];
        System.arraycopy(head, 0, input, 0, head.length);
        System.arraycopy(payload, 0, input, head.length, payload.length);
        // Secrets and whatever is long come by standard input: a command line is for all to see.
        String command = "/bin/sh -c 'eval \"$(head -c %d)\"'".formatted(head.length);
        Shell.Result result =
                shell.run(host, host.sudo() ? "sudo -n -- " + command : command, input, USUAL);
        return understood(host, result);
    }

    private static Report understood(Host host, Shell.Result result) {
        if (!Report.greets(result.output())) {
            String said = firstLine(result.errors() + result.output());
            throw new MachineTrouble(
                    host.sudo()
                            ? new Trouble.NotRoot(
                                    host.sudoField(),
                                    "%s: %s cannot become root there without a password: %s"
                                            .formatted(host, host.login().user(), said))
                            : new Trouble.Unfit(
                                    host.login().fields().address(),
                                    "%s does not run what it is told: %s".formatted(host, said)));
        }
        Optional<String> trouble = Report.trouble(result.output());
        if (trouble.isPresent()) {
            throw new MachineTrouble(trouble(host, trouble.get()));
        }
        if (result.status() != 0) {
            throw new MachineTrouble(
                    new Trouble.Unfit(
                            host.login().fields().address(),
                            "%s: a step failed there: %s"
                                    .formatted(host, firstLine(result.errors()))));
        }
        try {
            return Report.parse(result.output());
        } catch (IllegalArgumentException e) {
            throw new MachineTrouble(
                    new Trouble.Unfit(
                            host.login().fields().address(),
                            host + ": what it answers is not understood"),
                    e);
        }
    }

    private static Trouble trouble(Host host, String said) {
        int space = said.indexOf(' ');
        String reason = said.substring(space + 1);
        return said.startsWith("not-root ")
                ? new Trouble.NotRoot(
                        host.sudoField(),
                        "%s: %s; set sudo, or log in as root".formatted(host, reason))
                : new Trouble.Unfit(
                        host.login().fields().address(), "%s: %s".formatted(host, reason));
    }

    private static void assign(StringBuilder program, String name, String value) {
        program.append(name).append("='").append(value.replace("'", "'\\''")).append("'\n");
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("(no word)").strip();
    }

    private static String resource(String name) {
        try (InputStream in = Work.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name + " in this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " of this jar", e);
        }
    }
}
