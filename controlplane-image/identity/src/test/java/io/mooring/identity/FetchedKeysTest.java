package io.mooring.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.mooring.identity.testkit.TestCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedKeysTest {
    private static final String UNKNOWN = "two";
    private static final byte[] KEYS = new TestCloud().keys().getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 200;
    private volatile byte[] body = KEYS;
    private volatile boolean hangs;
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    calls.incrementAndGet();
                    try (exchange) {
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body, 0, hangs ? 1 : body.length);
                        exchange.getResponseBody().flush();
                        if (hangs) {
                            end.await();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void keysAreFetchedOnceAndAgainWhenTheyAreHoursOldOrLackOne() {
        var keys = keys(Duration.ofMinutes(1));

        assertThat(keys.find("one")).isPresent();
        assertThat(keys.find("one")).isPresent();
        assertThat(calls).hasValue(1);
        assertThat(keys.find(UNKNOWN)).isEmpty();
        assertThat(calls).as("asked again too soon").hasValue(1);
        now = now.plusSeconds(31);
        assertThat(keys.find(UNKNOWN)).isEmpty();
        assertThat(calls).hasValue(2);
        now = now.plus(Duration.ofHours(7));
        assertThat(keys.find("one")).isPresent();
        assertThat(calls).hasValue(3);
    }

    @Test
    void keysThatWereHadAreGoodForADayWhereNoNewOnesCanBe() {
        var keys = keys(Duration.ofMinutes(1));
        assertThat(keys.find("one")).isPresent();

        status = 500;
        now = now.plus(Duration.ofHours(23));
        assertThat(keys.find("one")).isPresent();
        now = now.plus(Duration.ofHours(2));
        assertThatExceptionOfType(KeysUnavailable.class)
                .isThrownBy(() -> keys.find("one"))
                .withMessageContainingAll(
                        "cannot be had from http://127.0.0.1:",
                        "HTTP 500",
                        "nodeIdentity.gcp.keys");
    }

    @Test
    void anAnswerThatIsTooLongNoKeySetOrNeverEndsIsNone() {
        body = new byte[300 * 1024];
        assertThatExceptionOfType(KeysUnavailable.class)
                .isThrownBy(() -> keys(Duration.ofMinutes(1)).find("one"));
        body = "<html>".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(KeysUnavailable.class)
                .isThrownBy(() -> keys(Duration.ofMinutes(1)).find("one"));
        hangs = true;
        assertThatExceptionOfType(KeysUnavailable.class)
                .isThrownBy(() -> keys(Duration.ofMillis(300)).find("one"))
                .withMessageContaining("no answer within PT0.3S");
    }

    private FetchedKeys keys(Duration patience) {
        var source = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        InstantSource time = () -> now;
        return new FetchedKeys(URI.create(source), time.withZone(ZoneOffset.UTC), patience);
    }
}
