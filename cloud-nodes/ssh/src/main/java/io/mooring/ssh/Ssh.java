package io.mooring.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// Runs programs by SSH, many machines and some programs of each at a time. A machine's connection
/// is kept while it is used. Safe for use by many threads.
public final class Ssh {

    /// An OpenSSH server takes ten of a connection, if its administrator says nothing else.
    private static final int PROGRAMS_OF_A_MACHINE = 4;

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);
    private static final int MOST_OUTPUT = 256 * 1024;

    private final SshConnector connector = new SshConnector();
    private final ConcurrentHashMap<Route, Link> links = new ConcurrentHashMap<>();

    /// The connection to one machine.
    private static final class Link {
        final Semaphore programs = new Semaphore(PROGRAMS_OF_A_MACHINE);
        final ReentrantLock connecting = new ReentrantLock();
        // guarded by connecting
        @Nullable ClientSession session;
    }

    /// Not for want of a connection, so another would not help.
    private static final class TookTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Runs a program of a machine. Safe to repeat, it must be: a connection that breaks is made
    /// anew once, and the program run again.
    ///
    /// @param program a line of a shell, which other users of the machine may see
    /// @throws SshFailure when it could not be run to its end
    public Ran run(Route route, String program, Input input, Duration limit) {
        Link link = links.computeIfAbsent(route, _ -> new Link());
        try {
            if (!link.programs.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unreachable(route, "others have used its connection for too long", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(route, "interrupted", e);
        }
        try {
            ClientSession session = session(route, link);
            try {
                return exec(session, program, input, limit);
            } catch (IOException | IllegalStateException _) {
                // Kept connections end behind our back, as when the machine was started anew.
                session.close(true);
                return exec(session(route, link), program, input, limit);
            }
        } catch (TookTooLong e) {
            throw unreachable(route, "no end after " + limit.toSeconds() + " s", e);
        } catch (IOException | IllegalStateException e) {
            throw unreachable(route, "the connection broke: " + e.getMessage(), e);
        } finally {
            link.programs.release();
        }
    }

    private ClientSession session(Route route, Link link) {
        link.connecting.lock();
        try {
            ClientSession kept = link.session;
            if (kept != null && kept.isOpen()) {
                return kept;
            }
            ClientSession made = connector.connect(route);
            link.session = made;
            return made;
        } finally {
            link.connecting.unlock();
        }
    }

    private static Ran exec(ClientSession session, String program, Input input, Duration limit)
            throws IOException {
        var output = new BoundedBytes(MOST_OUTPUT);
        var errors = new BoundedBytes(MOST_OUTPUT);
        try (InputStream in = input.open();
                ChannelExec channel = session.createExecChannel(program)) {
            channel.setIn(in);
            channel.setOut(output);
            channel.setErr(errors);
            channel.open().verify(OPEN_LIMIT);
            Set<ClientChannelEvent> events =
                    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), limit);
            Integer status = channel.getExitStatus();
            if (events.contains(ClientChannelEvent.TIMEOUT)) {
                throw new TookTooLong();
            }
            if (status == null) {
                throw new IOException("it ended before the program did");
            }
            return new Ran(
                    status,
                    output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        }
    }

    private static SshFailure unreachable(Route route, String why, @Nullable Throwable cause) {
        return new SshFailure(
                new SshTrouble.Unreachable(
                        route.login().fields().address(), route + ": " + why, false),
                cause);
    }
}
