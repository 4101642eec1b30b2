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
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for callers and has one request on each connection answered. Close it to stop; that ends
/// all calls.
public final class Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int MOST_CALLS = 1024;
    private static final int PROOF_MILLIS = 30_000;
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
    private final Semaphore calls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Door(ServerSocket listener, Gate gate, Service service, Semaphore calls) {
        this.listener = listener;
        this.gate = gate;
        this.service = service;
        this.calls = calls;
    }

    /// As many calls as may be under way at doors that share it.
    public static Semaphore calls() {
        return new Semaphore(MOST_CALLS);
    }

    /// Begins to listen.
    ///
    /// @param calls of [#calls]
    /// @throws IOException if it cannot, there
    public static Door open(InetSocketAddress address, Gate gate, Service service, Semaphore calls)
            throws IOException {
        var listener = new ServerSocket();
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return on(listener, gate, service, calls);
    }

    /// Takes the listener over.
    static Door on(ServerSocket listener, Gate gate, Service service, Semaphore calls) {
        var door = new Door(listener, gate, service, calls);
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
                if (calls.tryAcquire()) {
                    open.add(dialled);
                    if (listener.isClosed()) {
                        dialled.close();
                    }
                    Thread.ofVirtual().name("call").start(() -> serve(dialled));
                } else {
                    dialled.close();
                }
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

    private void serve(Socket dialled) {
        try (dialled) {
            dialled.setTcpNoDelay(true);
            dialled.setKeepAlive(true);
            dialled.setSoTimeout(PROOF_MILLIS);
            try (var caller = gate.admit(dialled)) {
                var in = new BufferedInputStream(caller.getInputStream());
                var request = HttpHead.read(in);
                var refusal = gate.refusal(caller, request);
                if (refusal.isPresent()) {
                    refusal.get().write(caller.getOutputStream());
                    return;
                }
                caller.setSoTimeout(0);
                service.answer(request, in, caller.getOutputStream());
            }
        } catch (IOException e) {
            LOG.debug("a call ended: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a call failed", e);
        } finally {
            open.remove(dialled);
            calls.release();
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
