package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class FirstAloneTest {

    @Test
    void others_wait_for_the_first_and_not_for_each_other() throws Exception {
        var calls = new FirstAlone(Duration.ofMinutes(1));
        var begun = new AtomicInteger();
        var answer = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                threads.submit(() ->
                        calls.call(() -> {
                            begun.incrementAndGet();
                            await(answer);
                            return true;
                        }));
            }
            Awaitility.await().until(() -> begun.get() == 1);
            answer.countDown();
        }

        assertThat(begun).hasValue(5);
    }

    @Test
    void a_first_call_that_fails_leaves_its_place_to_the_next() {
        var calls = new FirstAlone(Duration.ofMinutes(1));

        assertThatThrownBy(() ->
                        calls.call(() -> {
                            throw new IllegalStateException("no server");
                        }))
                .hasMessage("no server");

        assertThat(calls.call(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void nobody_waits_longer_than_the_limit() {
        var calls = new FirstAlone(Duration.ofMillis(1));
        var answer = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(1);
            threads.submit(() ->
                    calls.call(() -> {
                        begun.countDown();
                        await(answer);
                        return true;
                    }));
            await(begun);

            assertThat(calls.call(() -> "meanwhile")).isEqualTo("meanwhile");
            answer.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
