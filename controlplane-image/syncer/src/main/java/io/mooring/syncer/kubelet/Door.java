package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for callers and has one request on each connection answered. Close it to stop; that ends
/// all calls.
public final class Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final Refusal BUSY =
            new Refusal(503, "as many calls are under way as may be; try again");
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// Who answers.
    public interface Service {
        /// Answers one request; when it returns, nothing more comes.
        ///
        /// @param in what follows the request's head
        void answer(HttpHead request, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Gate gate;
    private final Service service;
    private final Callers callers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Door(ServerSocket listener, Gate gate, Service service, Callers callers) {
        this.listener = listener;
        this.gate = gate;
        this.service = service;
        this.callers = callers;
    }

    /// Begins to listen.
    ///
    /// @param callers may be shared with other doors
    /// @throws IOException if it cannot, there
    public static Door open(InetSocketAddress address, Gate gate, Service service, Callers callers)
            throws IOException {
        var listener = new ServerSocket();
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return on(listener, gate, service, callers);
    }

    /// Takes the listener over.
    static Door on(ServerSocket listener, Gate gate, Service service, Callers callers) {
        var door = new Door(listener, gate, service, callers);
        Thread.ofVirtual().name("door-" + listener.getLocalPort()).start(door::accept);
        return door;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var dialled = listener.accept();
                open.add(dialled);
                if (listener.isClosed()) {
                    dialled.close();
                }
                var caller = callers.begin(dialled);
                Thread.ofVirtual().name("call").start(() -> serve(dialled, caller));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("taking a call, again in {}: {}", PAUSE, e.getMessage());
                    pause();
                }
            }
        }
    }

    /// What is in the way, too many open files for one, seldom goes at once.
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket dialled, Callers.Caller caller) {
        try (caller;
                dialled) {
            dialled.setTcpNoDelay(true);
            dialled.setKeepAlive(true);
            answer(dialled, caller);
        } catch (IOException e) {
            LOG.debug("a call ended: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a call failed", e);
        } finally {
            open.remove(dialled);
        }
    }

    private void answer(Socket dialled, Callers.Caller caller) throws IOException {
        try (var admitted = gate.admit(dialled)) {
            var in = new BufferedInputStream(admitted.getInputStream());
            var request = HttpHead.read(in);
            var refusal = gate.refusal(admitted, request);
            if (refusal.isPresent()) {
                refusal.get().write(admitted.getOutputStream());
            } else if (caller.proven()) {
                service.answer(request, in, admitted.getOutputStream());
            } else {
                BUSY.write(admitted.getOutputStream());
            }
        }
    }

    @Override
    public void close() {
        close(listener);
        open.forEach(Door::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
