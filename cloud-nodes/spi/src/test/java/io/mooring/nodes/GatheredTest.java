package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class GatheredTest {

    private final List<List<Integer>> calls = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);

    private static Map<Integer, List<String>> answers(List<Integer> asked) {
        return asked.stream()
                .filter(it -> it != 3)
                .collect(Collectors.toMap(it -> it, it -> List.of("answer " + it)));
    }

    /// One whose first call goes on until it is let go.
    private Gathered<Integer, String> gathered(
            int most, Function<List<Integer>, Map<Integer, List<String>>> answers) {
        return new Gathered<>(
                "looking for machine",
                most,
                asked -> {
                    calls.add(List.copyOf(asked));
                    try {
                        if (calls.size() == 1 && !go.await(1, TimeUnit.MINUTES)) {
                            throw new AssertionError("was not let go");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new ProviderFailure("interrupted", e);
                    }
                    return answers.apply(asked);
                });
    }

    private static List<Future<List<String>>> ask(
            ExecutorService threads, Gathered<Integer, String> gathered, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(it -> threads.submit(() -> gathered.of(it)))
                .toList();
    }

    private void awaitCalls(int number) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> calls.size() == number);
    }

    @Test
    void whatIsAskedDuringACallIsAskedTogetherByTheNext() throws Exception {
        Gathered<Integer, String> gathered = gathered(8, GatheredTest::answers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> first = ask(threads, gathered, 0, 1);
            awaitCalls(1);
            List<Future<List<String>>> others = ask(threads, gathered, 1, 11);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> gathered.waiting() == 11);
            go.countDown();

            assertThat(first.getFirst().get()).containsExactly("answer 0");
            for (int i = 0; i < 10; i++) {
                assertThat(others.get(i).get())
                        .isEqualTo(i == 2 ? List.of() : List.of("answer " + (i + 1)));
            }
        }
        assertThat(calls).extracting(List::size).containsExactly(1, 8, 2);
    }

    @Test
    void aRefusalIsEverybodysAndNamesWhatEachHasAskedFor() throws Exception {
        Gathered<Integer, String> gathered =
                gathered(
                        8,
                        asked -> {
                            throw new Refused("asking " + asked, new Refusal.Busy("not now"));
                        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> first = ask(threads, gathered, 0, 1);
            awaitCalls(1);
            List<Future<List<String>>> others = ask(threads, gathered, 1, 3);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> gathered.waiting() == 3);
            go.countDown();

            assertThatThrownBy(() -> first.getFirst().get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasMessage("looking for machine 0: not now");
            assertThatThrownBy(() -> others.getLast().get())
                    .cause()
                    .hasMessage("looking for machine 2: not now");
        }
        assertThat(calls).hasSize(2);
    }

    @Test
    void whoeverIsInterruptedLeavesTheOthersTheirAnswers() throws Exception {
        Gathered<Integer, String> gathered = gathered(8, GatheredTest::answers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread first =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    var _ = gathered.of(0);
                                } catch (ProviderFailure _) {
                                    // as it was interrupted
                                }
                            });
            awaitCalls(1);
            List<Future<List<String>>> others = ask(threads, gathered, 1, 2);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> gathered.waiting() == 2);

            first.interrupt();

            assertThat(others.getFirst().get(1, TimeUnit.MINUTES)).containsExactly("answer 1");
            first.join();
        }
        assertThat(calls).containsExactly(List.of(0), List.of(1));
    }
}
