package io.mooring.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One kind of use of one pod, again and again until it is closed. That a use fails is counted;
/// that one gives wrong bytes is a fault.
final class ChaosLoad implements AutoCloseable {

    /// Prints a number after the other and serves its name by HTTP.
    static final String POD_COMMAND =
            "mkdir -p /tmp/www; echo hello >/tmp/www/index.html; httpd -p 8080 -h /tmp/www;"
                    + " i=0; while true; do echo $i; i=$((i + 1)); sleep 0.2; done";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    /// What is done with the pod.
    enum Kind {
        LOGS,
        EXEC,
        FORWARD
    }

    private final Kind kind;
    private final String pod;
    private final Kubectl kubectl;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile long lastSuccess;
    private volatile @Nullable Process process;

    ChaosLoad(Kind kind, String pod, Kubectl kubectl) {
        this.kind = kind;
        this.pod = pod;
        this.kubectl = kubectl;
        this.thread = Thread.ofVirtual().start(this::repeat);
    }

    private void repeat() {
        while (!isOver()) {
            try {
                switch (kind) {
                    case LOGS -> follow();
                    case EXEC -> exec();
                    case FORWARD -> forward();
                }
            } catch (IOException _) {
                failures.incrementAndGet();
            } finally {
                endProcess();
            }
            pause();
        }
    }

    /// Ends only when the stream does, as a person's `kubectl logs -f` would.
    private void follow() throws IOException {
        Process logs = started(kubectl.startInteractive("logs", "-f", "--tail=1", pod));
        long expected = -1;
        String line;
        while ((line = logs.inputReader().readLine()) != null) {
            long number = Long.parseLong(line);
            if (expected >= 0 && number != expected) {
                wrong.add(this + " got line " + number + " after " + (expected - 1));
            }
            expected = number + 1;
            succeeded();
        }
        failures.incrementAndGet();
    }

    private void exec() {
        var word = "word-" + (successes.get() + failures.get());
        Command.Result echo = kubectl.runWithin(PATIENCE, "exec", pod, "--", "echo", word);
        if (echo.exitCode() == 0 && echo.output().equals(word + "\n")) {
            succeeded();
        } else if (echo.exitCode() != 0 || (word + "\n").startsWith(echo.output())) {
            // kubectl takes an end of the connection without a status for success
            // (kubernetes/kubectl#1726): what is cut off has failed all the same
            failures.incrementAndGet();
        } else {
            wrong.add(this + " got \"" + echo.output() + "\" instead of " + word);
        }
    }

    /// A forwarding that does not serve for a while is started again, as a person would do.
    private void forward() throws IOException {
        Process forward =
                started(
                        kubectl.startInteractive(
                                "port-forward", "--address=127.0.0.1", "pod/" + pod, "0:8080"));
        Thread guard = Thread.ofVirtual().start(() -> endWithoutSuccess(forward));
        try {
            String line = forward.inputReader().readLine();
            var port = PORT.matcher(line == null ? "" : line);
            while (!isOver() && port.find(0)) {
                String page = page(Integer.parseInt(port.group(1)));
                if (!page.endsWith("\r\n\r\nhello\n")) {
                    throw new IOException("cut off: " + page);
                }
                succeeded();
                pause();
            }
            failures.incrementAndGet();
        } finally {
            guard.interrupt();
        }
    }

    private void endWithoutSuccess(Process forward) {
        try {
            long seen;
            do {
                seen = successes.get();
                if (forward.waitFor(PATIENCE)) {
                    return;
                }
            } while (seen != successes.get());
            forward.destroyForcibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String page(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private Process started(Process made) {
        process = made;
        if (isOver()) {
            made.destroyForcibly();
        }
        return made;
    }

    private void succeeded() {
        successes.incrementAndGet();
        lastSuccess = System.nanoTime();
    }

    private void pause() {
        try {
            over.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver() {
        return over.getCount() == 0;
    }

    /// True when a use began to succeed, or still did, after that moment of [System#nanoTime].
    boolean succeededSince(long nanos) {
        return successes.get() > 0 && lastSuccess - nanos > 0;
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// How often it succeeded and failed.
    String tally() {
        return this + " " + successes + " well, " + failures + " failed";
    }

    private void endProcess() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        endProcess();
        thread.join(PATIENCE.plusSeconds(10));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + pod;
    }
}
