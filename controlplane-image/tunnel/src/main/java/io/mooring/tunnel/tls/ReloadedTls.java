package io.mooring.tunnel.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS context of a listener, made anew when its files change, so that a renewed certificate
/// needs no restart. Thread-safe.
///
/// Whoever asks looks after the files, once per [#PERIOD] at most and on another thread; files that
/// cannot be used leave the context as it was and are tried again. Connections that are open keep
/// what they began with.
public final class ReloadedTls {
    private static final Logger log = LoggerFactory.getLogger(ReloadedTls.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final TlsFiles files;
    private final List<String> protocols;
    private final Executor executor;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile SslContext context;
    private volatile String state;
    private volatile long lookedNanos = System.nanoTime();

    /// @throws IOException when a file cannot be read or is not what it should be
    public ReloadedTls(TlsFiles files, List<String> protocols, Executor executor)
            throws IOException {
        this.files = files;
        this.protocols = protocols;
        this.executor = executor;
        this.state = state();
        this.context = ServerTls.context(files, protocols);
    }

    /// The context for a new connection. Does not block.
    public SslContext current() {
        if (System.nanoTime() - lookedNanos > PERIOD.toNanos()
                && looking.compareAndSet(false, true)) {
            executor.execute(this::look);
        }
        return context;
    }

    private void look() {
        try {
            var now = state();
            if (!now.equals(state)) {
                context = ServerTls.context(files, protocols);
                state = now;
                log.info("certificate={} is in use, renewed", files.certificate());
            }
        } catch (IOException e) {
            log.warn("certificate={} cannot be used yet: {}", files.certificate(), e.getMessage());
        } finally {
            lookedNanos = System.nanoTime();
            looking.set(false);
        }
    }

    private String state() throws IOException {
        var paths = new ArrayList<Path>(List.of(files.certificate(), files.key()));
        files.clientCa().ifPresent(paths::add);
        var text = new StringBuilder();
        for (var path : paths) {
            text.append(Files.getLastModifiedTime(path)).append(' ').append(Files.size(path));
            text.append(' ').append(path.toRealPath()).append('\n');
        }
        return text.toString();
    }
}
