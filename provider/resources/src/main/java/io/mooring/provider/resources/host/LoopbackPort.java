package io.mooring.provider.resources.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The port of this machine's loopback that leads to a control plane: chosen once, then kept.
public final class LoopbackPort {

    // Below the ports the kernel gives to outgoing connections, so that none of these takes it
    // between two starts.
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    private LoopbackPort() {}

    static int of(String cluster, Path record) {
        Optional<Integer> known = recorded(record);
        if (known.isPresent()) {
            return known.get();
        }
        int port = draw(cluster, LoopbackPort::isFree);
        PrivateFiles.write(record, port + "\n", "rw-------");
        return port;
    }

    /// A port that is free, the same one for a cluster wherever it can be.
    ///
    /// @throws HostFailure.Unusable if none is
    public static int draw(String cluster, IntPredicate isFree) {
        int start = Math.floorMod(cluster.hashCode(), COUNT);
        return IntStream.range(0, COUNT)
                .map(i -> FIRST + (start + i) % COUNT)
                .filter(isFree)
                .findFirst()
                .orElseThrow(() ->
                        new HostFailure.Unusable(
                                "choosing a port for control plane %s: none of %d-%d is free; end what holds them"
                                        .formatted(cluster, FIRST, FIRST + COUNT - 1)));
    }

    /// Fails if something listens there; to be asked while the relay does not run.
    static void requireFree(String cluster, int port) {
        if (!isFree(port)) {
            throw new HostFailure.Unusable(
                    "starting control plane %1$s: something else listens on 127.0.0.1:%2$d, which leads to it; end that (`ss -ltnp sport = :%2$d` names it) and run again"
                            .formatted(cluster, port));
        }
    }

    static Optional<Integer> recorded(Path record) {
        return PrivateFiles.read(record)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt);
    }

    /// Whether nothing listens there.
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
