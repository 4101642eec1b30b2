package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens in the place of the kubelets of all fake nodes. Close it to stop; that ends all calls.
public final class KubeletDoor implements AutoCloseable {
    /// Where kube-apiserver finds the kubelet of every fake node: itself is beside it.
    public static final String HOST = "localhost";

    public static final int PORT = 10250;

    private static final Logger LOG = LoggerFactory.getLogger(KubeletDoor.class);
    private static final int MOST_CALLS = 1024;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PROOF_MILLIS = 30_000;

    private final ServerSocket listener;
    private final Gate gate;
    private final Pods pods;
    private final Semaphore calls = new Semaphore(MOST_CALLS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private KubeletDoor(ServerSocket listener, Gate gate, Pods pods) {
        this.listener = listener;
        this.gate = gate;
        this.pods = pods;
    }

    /// Begins to listen.
    ///
    /// @throws IOException if it cannot, there
    public static KubeletDoor start(InetSocketAddress address, Gate gate, Pods pods)
            throws IOException {
        var listener = new ServerSocket();
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return on(listener, gate, pods);
    }

    /// Takes the listener over.
    static KubeletDoor on(ServerSocket listener, Gate gate, Pods pods) {
        var door = new KubeletDoor(listener, gate, pods);
        Thread.ofVirtual().name("kubelet-door").start(door::accept);
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
                    Thread.ofVirtual().name("kubelet-call").start(() -> serve(dialled));
                } else {
                    dialled.close();
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn(
                            "taking a call to a kubelet, again in {}: {}", PAUSE, e.getMessage());
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
                caller.setSoTimeout(0);
                new Exchange(in, caller.getOutputStream(), pods).answer(request);
            }
        } catch (IOException e) {
            LOG.debug("a call to a kubelet ended: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a call to a kubelet failed", e);
        } finally {
            open.remove(dialled);
            calls.release();
        }
    }

    @Override
    public void close() {
        close(listener);
        open.forEach(KubeletDoor::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
