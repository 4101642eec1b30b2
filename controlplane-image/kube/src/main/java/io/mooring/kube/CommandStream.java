package io.mooring.kube;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a command in a container reads and writes, over one WebSocket: in each message, a byte that
/// says which stream it is of, and then what goes over it.
///
/// The HTTP client calls back where nothing may block, so messages change hands here, as pieces do
/// in [ByteStream]: the next one is asked for when the last has been written on, which bounds the
/// queue to one. One thread reads.
final class CommandStream implements WebSocket.Listener {
    /// The oldest that ends with a status, so that every API server and kubelet has it.
    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;
    private static final int STATUS = 3;
    private static final int MOST_ERRORS = 64 * 1024;
    private static final int NORMAL_CLOSURE = 1000;

    private sealed interface Event {
        record Message(ByteBuffer bytes) implements Event {}

        record End(String why) implements Event {}
    }

    private final String action;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    CommandStream(String action) {
        this.action = action;
    }

    /// Hands the input over, piece by piece beside what comes back, and everything that is written
    /// on, until it ends. It may end before it has read all.
    ///
    /// @param limit for all of it
    /// @throws IOException if the output cannot be written on
    /// @throws KubeFailure.Timeout if it has not ended by then
    ContainerCommand.Ended feed(
            WebSocket socket, ContainerInput input, OutputStream out, Duration limit)
            throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        Thread feeder =
                Thread.ofVirtual()
                        .name("container-input")
                        .start(() -> give(input, new SocketOutput(socket, INPUT, end)));
        try {
            return listen(socket, out, end);
        } finally {
            socket.sendClose(NORMAL_CLOSURE, "done");
            feeder.interrupt();
        }
    }

    private void give(ContainerInput input, SocketOutput socket) {
        try {
            input.writeTo(socket);
            socket.flush();
        } catch (IOException | RuntimeException e) {
            // whatever it is: nobody else would learn of it, and the other side would be waited for
            events.add(new Event.End("handing its input over: " + e.getMessage()));
        }
    }

    /// Hands the input over and everything that the command writes on, until it ends.
    ///
    /// @param limit for all of it
    /// @throws IOException if the output cannot be written on
    /// @throws KubeFailure.Timeout if it has not ended by then; it may go on, unheard
    ContainerCommand.Ended run(WebSocket socket, Secret input, OutputStream out, Duration limit)
            throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            send(socket, input);
            return listen(socket, out, end);
        } finally {
            socket.sendClose(NORMAL_CLOSURE, "done");
        }
    }

    private ContainerCommand.Ended listen(WebSocket socket, OutputStream out, long end)
            throws IOException {
        while (true) {
            var ended = next(socket, out, end);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
    }

    private static void send(WebSocket socket, Secret input) {
        byte[] text = input.value().getBytes(StandardCharsets.UTF_8);
        var message = ByteBuffer.allocate(1 + text.length);
        message.put((byte) INPUT).put(text).flip();
        socket.send(message);
    }

    private Optional<ContainerCommand.Ended> next(WebSocket socket, OutputStream out, long end)
            throws IOException {
        return switch (take(end)) {
            case Event.Message(ByteBuffer bytes) -> {
                var ended = accept(bytes, out);
                if (ended.isEmpty()) {
                    socket.request();
                }
                yield ended;
            }
            case Event.End(String why) ->
                    throw new KubeFailure.Unavailable(
                            0,
                            action + ": the connection ended before the command: " + why,
                            "",
                            null);
        };
    }

    private Optional<ContainerCommand.Ended> accept(ByteBuffer bytes, OutputStream out)
            throws IOException {
        int stream = bytes.hasRemaining() ? bytes.get() : INPUT;
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        switch (stream) {
            case OUTPUT -> out.write(content);
            case ERRORS -> errors.write(content, 0, Math.min(content.length, room()));
            case STATUS -> {
                return Optional.of(ended(new String(content, StandardCharsets.UTF_8)));
            }
            default -> {
                // streams begin with an empty message
            }
        }
        return Optional.empty();
    }

    private int room() {
        return Math.max(0, MOST_ERRORS - errors.size());
    }

    private ContainerCommand.Ended ended(String text) {
        var status = KubeObject.parse(text);
        if (status.text("status").orElse("").equals("Success")) {
            return new ContainerCommand.Ended(0, said());
        }
        int code =
                status.maps("details", "causes").stream()
                        .filter(cause -> "ExitCode".equals(cause.get("reason")))
                        .map(cause -> String.valueOf(cause.get("message")))
                        .filter(number -> number.matches("[0-9]{1,3}"))
                        .map(Integer::parseInt)
                        .findFirst()
                        .orElse(-1);
        String why = status.text("message").orElse("it was not run");
        return new ContainerCommand.Ended(code, said().isBlank() ? why : said());
    }

    private String said() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private Event take(long end) {
        try {
            var event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new KubeFailure.Timeout(0, action + ": it was not done in time", "", null);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeFailure.Cancelled(action + " was interrupted", e);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        events.add(new Event.Message(bytes));
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        events.add(new Event.End("it was closed with code " + code + " " + reason));
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        events.add(new Event.End(String.valueOf(error.getMessage())));
    }
}
