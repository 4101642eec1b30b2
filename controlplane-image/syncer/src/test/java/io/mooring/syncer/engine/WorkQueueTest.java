package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WorkQueueTest {
    private long nanos;
    private final WorkQueue<String> queue = new WorkQueue<>(() -> nanos, new SplittableRandom(6));

    @Test
    void keysComeInTheOrderTheyWereAddedAndOnlyOnce() {
        queue.add("a");
        queue.add("b");
        queue.add("a");

        assertThat(queue.poll()).contains("a");
        assertThat(queue.poll()).contains("b");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void whatIsAddedWhileItIsWorkedOnComesAgainAfterwards() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        queue.add("a");

        assertThat(queue.poll()).isEmpty();
        queue.done("a");
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void whatFailedComesLaterEachTimeAndAddingItDoesNotHurryIt() {
        long last = 0;
        queue.add("a");
        for (int i = 0; i < 12; i++) {
            assertThat(queue.poll()).contains("a");
            queue.failed("a");
            queue.add("a");
            assertThat(queue.poll()).isEmpty();
            long wait = queue.nextDue().orElseThrow() - nanos;
            assertThat(Duration.ofNanos(wait))
                    .isBetween(Duration.ofMillis(50), Duration.ofSeconds(10));
            assertThat(wait).isGreaterThan(last / 4);
            last = wait;
            nanos += wait;
        }
        assertThat(Duration.ofNanos(last)).isGreaterThan(Duration.ofSeconds(4));
        queue.poll();
        queue.done("a");
        queue.add("a");
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void whatIsToComeLaterComesSoonerIfItIsAdded() {
        queue.addAfter("a", Duration.ofMinutes(1));
        assertThat(queue.poll()).isEmpty();
        queue.addAfter("a", Duration.ofHours(1));
        assertThat(queue.nextDue()).hasValue(Duration.ofMinutes(1).toNanos());

        queue.add("a");

        assertThat(queue.poll()).contains("a");
    }

    @Test
    void whatIsNewGoesFirstAndOneTurnInSixteenIsForTheOthers() {
        queue.add("a");
        queue.add("b");
        for (int i = 1; i <= 31; i++) {
            queue.addFirst("new " + i);
        }

        var order = Stream.generate(queue::poll).limit(34).map(key -> key.orElse("none")).toList();

        assertThat(order.subList(0, 15)).allSatisfy(key -> assertThat(key).startsWith("new "));
        assertThat(order.get(15)).isEqualTo("a");
        assertThat(order.get(31)).isEqualTo("b");
        assertThat(order.subList(32, 34)).containsExactly("new 31", "none");
    }

    @Test
    void aKeyThatIsNewAsWellWaitsOnce() {
        queue.add("a");
        queue.addFirst("a");
        queue.addFirst("a");
        queue.add("a");
        queue.addAfter("a", Duration.ofMinutes(1));

        assertThat(queue.isIdle()).isFalse();
        assertThat(queue.poll()).contains("a");
        queue.addFirst("a");
        assertThat(queue.poll()).isEmpty();
        queue.failed("a");
        queue.addFirst("a");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void aQueueIsIdleWhenNothingIsDueOrWorkedOn() {
        assertThat(queue.isIdle()).isTrue();
        queue.add("a");
        assertThat(queue.isIdle()).isFalse();
        queue.poll();
        assertThat(queue.isIdle()).isFalse();
        queue.failed("a");
        assertThat(queue.isIdle()).isTrue();
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(queue.isIdle()).isFalse();
    }

    @Test
    void everyAddIsFollowedByWorkWhateverTheOrder() {
        var random = new SplittableRandom(6);
        var dirty = new HashSet<String>();
        var running = new HashMap<String, Boolean>();
        for (int i = 0; i < 20_000; i++) {
            var key = "k" + random.nextInt(20);
            switch (random.nextInt(4)) {
                case 0 -> {
                    queue.add(key);
                    dirty.add(key);
                }
                case 3 -> {
                    queue.addFirst(key);
                    dirty.add(key);
                }
                case 1 ->
                        queue.poll()
                                .ifPresent(next -> {
                                    assertThat(running.put(next, true)).isNull();
                                    dirty.remove(next);
                                });
                default -> {
                    if (running.remove(key) != null) {
                        if (random.nextInt(4) == 0) {
                            queue.failed(key);
                            dirty.add(key);
                        } else {
                            queue.done(key);
                        }
                    }
                }
            }
            nanos += random.nextLong(5_000_000);
        }
        running.keySet().forEach(queue::done);
        nanos += Duration.ofMinutes(1).toNanos();
        for (var next = queue.poll(); next.isPresent(); next = queue.poll()) {
            dirty.remove(next.get());
        }
        assertThat(dirty).isEmpty();
    }

    @Test
    void manyThreadsNeverWorkOnOneKeyAtOnce() throws InterruptedException {
        var shared = new WorkQueue<Integer>(System::nanoTime, new SplittableRandom(6));
        var busy = ConcurrentHashMap.<Integer>newKeySet();
        var clashes = new AtomicInteger();
        var worked = new AtomicInteger();
        Runnable worker =
                () -> {
                    try {
                        for (var key = shared.take(); key.isPresent(); key = shared.take()) {
                            if (!busy.add(key.get())) {
                                clashes.incrementAndGet();
                            }
                            if (worked.incrementAndGet() < 5_000) {
                                shared.add((key.get() * 7 + 1) % 10);
                                shared.add(key.get());
                            } else {
                                shared.close();
                            }
                            busy.remove(key.get());
                            shared.done(key.get());
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                };
        var threads =
                IntStream.range(0, 4).mapToObj(_ -> Thread.ofVirtual().start(worker)).toList();
        shared.add(0);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(worked).hasValueGreaterThanOrEqualTo(5_000);
        assertThat(clashes).hasValue(0);
    }
}
