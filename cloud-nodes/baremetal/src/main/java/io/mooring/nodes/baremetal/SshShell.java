package io.mooring.nodes.baremetal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
final class SshShell implements Shell {

    /// An OpenSSH server takes ten of a connection, if its administrator says nothing else.
    private static final int PROGRAMS_OF_A_MACHINE = 4;

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);
    private static final int MOST_OUTPUT = 256 * 1024;

    private final SshConnector connector = new SshConnector();
    private final ConcurrentHashMap<Host, Link> links = new ConcurrentHashMap<>();

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

    @Override
    public Result run(Host host, String program, byte[] input, Duration limit) {
        Link link = links.computeIfAbsent(host, _ -> new Link());
        try {
            if (!link.programs.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unreachable(host, "others have used its connection for too long", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(host, "interrupted", e);
        }
        try {
            ClientSession session = session(host, link);
            try {
                return exec(session, program, input, limit);
            } catch (IOException | IllegalStateException _) {
                // Kept connections end behind our back, as when the machine was started anew.
                session.close(true);
                return exec(session(host, link), program, input, limit);
            }
        } catch (TookTooLong e) {
            throw unreachable(host, "no end after " + limit.toSeconds() + " s", e);
        } catch (IOException | IllegalStateException e) {
            throw unreachable(host, "the connection broke: " + e.getMessage(), e);
        } finally {
            link.programs.release();
        }
    }

    private ClientSession session(Host host, Link link) {
        link.connecting.lock();
        try {
            ClientSession kept = link.session;
            if (kept != null && kept.isOpen()) {
                return kept;
            }
            ClientSession made = connector.connect(host);
            link.session = made;
            return made;
        } finally {
            link.connecting.unlock();
        }
    }

    private static Result exec(ClientSession session, String program, byte[] input, Duration limit)
            throws IOException {
        var output = new BoundedBytes(MOST_OUTPUT);
        var errors = new BoundedBytes(MOST_OUTPUT);
        try (ChannelExec channel = session.createExecChannel(program)) {
            channel.setIn(new ByteArrayInputStream(input));
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
            return new Result(
                    status,
                    output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        }
    }

    private static MachineTrouble unreachable(Host host, String why, @Nullable Throwable cause) {
        var trouble =
                new Trouble.Unreachable(host.login().fields().address(), host + ": " + why, false);
        return cause == null ? new MachineTrouble(trouble) : new MachineTrouble(trouble, cause);
    }
}
