package io.mooring.syncer.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The process of a [SyncerAlone].
final class SyncerProcess implements AutoCloseable {
    private static final long TICKS_A_SECOND = 100;

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private SyncerProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /// @param java the program and its flags
    static SyncerProcess start(List<String> java, Path tenant, Path host) throws IOException {
        var command = new ArrayList<>(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SyncerAlone.class.getName());
        command.addAll(List.of(tenant.toString(), host.toString()));
        return new SyncerProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// Milliseconds from its start to the end of its first comparison.
    long awaitInSync() throws IOException {
        return number("in sync ");
    }

    /// Kilobytes in use after a collection.
    long heapKb() throws IOException {
        questions.write("heap\n");
        questions.flush();
        return number("heap ");
    }

    private long number(String before) throws IOException {
        var line = answers.readLine();
        if (line == null || !line.startsWith(before)) {
            throw new IOException("the syncer said \"" + line + "\" in the place of " + before);
        }
        return Long.parseLong(line.substring(before.length()));
    }

    /// Seconds of processor time that it has taken.
    double cpuSeconds() throws IOException {
        var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
