package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.kube.KubeClient;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replicas that choose a leader by a Lease of an API.
final class LeaderLeaseTest {

    private static final ObjectRef REF =
            ObjectRef.of(ResourceKind.LEASE, "kube-system", "mooring-leader");
    private static final String PLACE =
            "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/mooring-leader";
    private static final LeaseTiming TIMING =
            new LeaseTiming(Duration.ofSeconds(41), Duration.ofSeconds(40), Duration.ofMillis(50));
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    // stands still unless it is moved on, however slow the machine is
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger fences = new AtomicInteger();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private FakeHost api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeHost();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        api.close();
    }

    @Test
    void oneOfTwoWorksAndTheOtherFollowsWhenTheLeaseIsGivenBack() {
        LeaderLease first = replica("a", this::work);
        await().atMost(LIMIT).until(first::leads);
        LeaderLease second = replica("b", this::work);
        await().atMost(LIMIT).until(() -> begun.equals(List.of("a")));
        assertThat(second.metrics()).endsWith("mooring_leader 0\n");
        assertThat(first.metrics()).endsWith("mooring_leader 1\n");

        first.close();

        assertThat(working).hasValueLessThan(2);
        await().atMost(LIMIT).until(() -> begun.equals(List.of("a", "b")));
        assertThat(holder()).isEqualTo("b");
        assertThat(most).hasValue(1);
        assertThat(fences).hasValue(0);
    }

    @Test
    void aLeaderThatCannotRenewStopsAndBeginsAgainWhenItCan() {
        LeaderLease only = replica("a", this::work);
        await().atMost(LIMIT).until(() -> working.get() == 1);

        api.setDown(true);
        nanos.addAndGet(TIMING.deadline().toNanos());
        await().atMost(LIMIT).until(() -> working.get() == 0);
        assertThat(only.leads()).isFalse();
        api.setDown(false);

        await().atMost(LIMIT).until(() -> begun.equals(List.of("a", "a")));
    }

    @Test
    void workThatDoesNotEndInTimeIsFencedOff() {
        var never = new CountDownLatch(1);
        replica(
                "a",
                (name, parts) -> {
                    parts.add("deaf", never::await);
                    begun.add(name);
                });
        await().atMost(LIMIT).until(() -> begun.equals(List.of("a")));

        api.setDown(true);
        nanos.addAndGet(TIMING.deadline().toNanos());

        await().atMost(LIMIT).until(() -> fences.get() == 1);
        never.countDown();
    }

    @Test
    void workThatFailsToBeginIsBegunAgainWithoutWhatItHadBegun() {
        var attempts = new AtomicInteger();
        replica(
                "a",
                (name, parts) -> {
                    work(name, parts);
                    if (attempts.getAndIncrement() == 0) {
                        throw new IllegalStateException("the first time");
                    }
                });

        await().atMost(LIMIT).until(() -> begun.size() == 2);
        assertThat(most).hasValue(1);
    }

    private interface Work {
        void begin(String replica, Closing parts);
    }

    private void work(String replica, Closing parts) {
        most.accumulateAndGet(working.incrementAndGet(), Math::max);
        parts.add("work", working::decrementAndGet);
        begun.add(replica);
    }

    private LeaderLease replica(String name, Work work) {
        KubeClient kube = api.client();
        open.add(kube);
        var lease =
                LeaderLease.start(
                        kube,
                        REF,
                        Election.begin(name, TIMING),
                        new LeaderWork(parts -> work.begin(name, parts), fences::incrementAndGet),
                        nanos::get,
                        Clock.systemUTC());
        open.add(lease);
        return lease;
    }

    private String holder() {
        return api.get(PLACE).flatMap(lease -> lease.text("spec", "holderIdentity")).orElse("");
    }
}
