package io.mooring.syncer.kubelet;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What answers in the place of the kubelets: a door for each node, all at one address. The port
/// says which node is meant, since nothing else that a caller sends does.
///
/// A node has the port that its name leads to, if nothing else has it, so that it is mostly the
/// same after a restart. Thread-safe. Closed by whoever made it.
public final class KubeletDoors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubeletDoors.class);
    private static final int MOST_TRIES = 64;

    /// Opens the door of a node.
    @FunctionalInterface
    public interface Opener {
        /// @throws IOException if it cannot listen there
        Door open(String node, int port) throws IOException;
    }

    /// Ports that may be listened on. From 0 it is one, whichever is free.
    public record Ports(int first, int count) {}

    private final String address;
    private final Ports ports;
    private final Opener opener;
    // both guarded by this
    private final Map<String, Door> doors = new HashMap<>();
    private boolean closed;

    /// @param address where callers find all of them
    public KubeletDoors(String address, Ports ports, Opener opener) {
        this.address = address;
        this.ports = ports;
        this.opener = opener;
    }

    public String address() {
        return address;
    }

    /// Where the node's kubelet is asked from now on; 0 if nothing can listen for it.
    public synchronized int port(String node) {
        var door = doors.get(node);
        if (door != null) {
            return door.port();
        }
        return closed ? 0 : open(node);
    }

    private int open(String node) {
        var why = "";
        for (int i = 0; i < Math.min(MOST_TRIES, ports.count()); i++) {
            int port = ports.first() + Math.floorMod(node.hashCode() + i, ports.count());
            try {
                var door = opener.open(node, port);
                doors.put(node, door);
                return door.port();
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        LOG.warn("node={} has no port for its kubelet's calls: {}", node, why);
        return 0;
    }

    /// Nobody asks for the node any more.
    public synchronized void gone(String node) {
        var door = doors.remove(node);
        if (door != null) {
            door.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        doors.values().forEach(Door::close);
        doors.clear();
    }
}
