package io.mooring.kube;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running watch: one virtual thread that lists, follows changes, and lists again when it has
/// lost track.
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final int SERVER_SECONDS = 290;
    // the server ends a watch by itself before; silence beyond means that the connection is dead
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(SERVER_SECONDS + 30);

    /// Who manages which field is often half of an object, and asked for by nobody who watches. An
    /// update that does not mention it leaves it as it is.
    private static final List<String> TOLD = List.of("object", "metadata", "managedFields");

    private static final List<String> LISTED = List.of("items", "metadata", "managedFields");

    /// Where what was told is: enough to tell that it went away during a lost connection. Of
    /// thousands of objects, so as small as can be.
    private record Place(String namespace, String name) {}

    private final KubeClient client;
    private final Transport transport;
    private final ResourceKind kind;
    private final ListQuery query;
    private final WatchHandler handler;
    private final CountDownLatch synced = new CountDownLatch(1);
    // known and version: only touched by the watch's thread
    private final Map<String, Place> known = new HashMap<>();
    private String version = "";
    private volatile boolean closed;
    private final Thread thread;

    private Watch(
            KubeClient client,
            Transport transport,
            ResourceKind kind,
            ListQuery query,
            WatchHandler handler) {
        this.client = client;
        this.transport = transport;
        this.kind = kind;
        this.query = query;
        this.handler = handler;
        this.thread = Thread.ofVirtual().name("watch-" + kind.plural()).unstarted(this::run);
    }

    static Watch start(
            KubeClient client,
            Transport transport,
            ResourceKind kind,
            ListQuery query,
            WatchHandler handler) {
        var watch = new Watch(client, transport, kind, query, handler);
        watch.thread.start();
        return watch;
    }

    /// Waits until the first list has been told.
    ///
    /// @return false if that took longer than the limit
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        return synced.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        var backoff = MIN_BACKOFF;
        while (!closed) {
            try {
                if (version.isEmpty()) {
                    relist();
                }
                follow();
                backoff = MIN_BACKOFF;
            } catch (KubeFailure.Cancelled _) {
                return;
            } catch (KubeFailure.Conflict e) {
                LOG.debug("watch={} version={} expired, listing anew", kind.plural(), version);
                version = "";
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn(
                            "watch={} failed, again in {} ms: {}",
                            kind.plural(),
                            backoff.toMillis(),
                            e.getMessage());
                }
                version = "";
                if (!pause(backoff)) {
                    return;
                }
                backoff = Collections.min(List.of(backoff.multipliedBy(2), MAX_BACKOFF));
            }
        }
    }

    private void relist() {
        var lost = new HashMap<>(known);
        version =
                client.list(
                        kind,
                        query,
                        LISTED,
                        item -> {
                            lost.remove(item.uid());
                            present(item);
                        });
        lost.forEach((uid, place) -> gone(identity(uid, place)));
        tell(handler::synced);
        synced.countDown();
    }

    private void follow() {
        var path =
                Paths.collection(kind, query.namespace())
                        + "?watch=true&allowWatchBookmarks=true&timeoutSeconds="
                        + SERVER_SECONDS
                        + "&resourceVersion="
                        + version
                        + query.parameters();
        var errors = new StringBuilder();
        var lines = new LineSplitter(line -> event(line, errors));
        var action = "watch " + kind.plural() + " at " + transport.base();
        try (var stream = transport.stream(path)) {
            if (stream.code() != 200) {
                throw StatusBody.failure(
                        action, new Transport.Response(stream.code(), new byte[0]));
            }
            while (!closed && errors.isEmpty()) {
                var chunk = stream.next(SILENCE_LIMIT, action);
                if (chunk.isEmpty()) {
                    return;
                }
                chunk.get().forEach(lines::accept);
            }
        }
        if (!errors.isEmpty()) {
            throw new KubeFailure.Conflict(410, errors.toString(), "Expired");
        }
    }

    private void event(byte[] line, StringBuilder errors) {
        var event = client.parse(kind, line, TOLD);
        var object = new KubeObject(event.map("object"));
        switch (event.text("type").orElse("")) {
            case "ADDED", "MODIFIED" -> present(object);
            case "DELETED" -> gone(object);
            case "BOOKMARK" -> {}
            case "ERROR" -> {
                errors.append(object.text("message").orElse("the watch ended with an error"));
                return;
            }
            default -> LOG.warn("watch={} unknown event type, ignored", kind.plural());
        }
        version = object.resourceVersion();
    }

    private void present(KubeObject object) {
        known.put(object.uid(), new Place(object.namespace(), object.name()));
        tell(() -> handler.present(object));
    }

    private KubeObject identity(String uid, Place place) {
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        kind.apiVersion(),
                        "kind",
                        kind.kind(),
                        "metadata",
                        Map.of("name", place.name(), "namespace", place.namespace(), "uid", uid)));
    }

    private void gone(KubeObject object) {
        known.remove(object.uid());
        tell(() -> handler.gone(object));
    }

    private void tell(Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("watch={} handler failed", kind.plural(), e);
        }
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
