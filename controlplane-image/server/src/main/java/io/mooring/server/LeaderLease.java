package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has one of the replicas do the work that one alone may do, as [Election] decides, by a Lease of
/// the cluster itself. One thread keeps the lease, another begins and ends the work; the lease is
/// given back once the work has ended.
final class LeaderLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    private final KubeClient kube;
    private final ObjectRef ref;
    private final LeaderWork work;
    private final LongSupplier nanos;
    private final Clock clock;
    private final Thread keeper;
    private final Thread warden;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private Election election;
    // of the keeper, and of close once that has ended
    private String problem = "";

    private LeaderLease(
            KubeClient kube,
            ObjectRef ref,
            Election election,
            LeaderWork work,
            LongSupplier nanos,
            Clock clock) {
        this.kube = kube;
        this.ref = ref;
        this.election = election;
        this.work = work;
        this.nanos = nanos;
        this.clock = clock;
        this.keeper = Thread.ofVirtual().name("leader-lease").unstarted(this::keep);
        this.warden = Thread.ofVirtual().name("leader-work").unstarted(this::guard);
    }

    /// @param kube answers, or fails, well within the timing's retry; is not closed here
    /// @param ref of the Lease
    /// @param nanos counts on
    static LeaderLease start(
            KubeClient kube,
            ObjectRef ref,
            Election election,
            LeaderWork work,
            LongSupplier nanos,
            Clock clock) {
        var lease = new LeaderLease(kube, ref, election, work, nanos, clock);
        lease.keeper.start();
        lease.warden.start();
        return lease;
    }

    boolean leads() {
        return now().leads(nanos.getAsLong());
    }

    String metrics() {
        return """
        # HELP mooring_leader Whether this replica does the work that one alone does.
        # TYPE mooring_leader gauge
        mooring_leader %d
        """
                .formatted(leads() ? 1 : 0);
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                attempt();
                var _ = move(known -> known);
                Thread.sleep(now().timing().retry());
            }
        } catch (InterruptedException | KubeFailure.Cancelled _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt() {
        try {
            takeOrLook();
            problem = "";
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure.Conflict _) {
            // another replica was faster; what it wrote is seen at the next attempt
        } catch (KubeFailure e) {
            String told = String.valueOf(e.getMessage());
            if (!told.equals(problem)) {
                problem = told;
                LOG.warn("replica={} lease={} not kept: {}", now().self(), ref.name(), told);
            }
        }
    }

    private void takeOrLook() {
        long asked = nanos.getAsLong();
        Optional<KubeObject> found = kube.find(ref);
        if (found.isEmpty()) {
            took(
                    kube.create(
                            ResourceKind.LEASE,
                            KubeObject.of(ref, Map.of("spec", spec(Map.of(), now().self())))),
                    asked);
            return;
        }
        KubeObject lease = found.get();
        Election.Holding holding = holding(lease);
        long seen = nanos.getAsLong();
        Election knows = move(known -> known.saw(holding, seen));
        if (knows.mayTake(holding, seen)) {
            var spec = spec(lease.map("spec"), knows.self());
            took(kube.replace(ResourceKind.LEASE, lease.with(spec, "spec")), asked);
        }
    }

    private void took(KubeObject lease, long asked) {
        move(known -> known.took(lease.resourceVersion(), asked, nanos.getAsLong()));
    }

    private Election.Holding holding(KubeObject lease) {
        return LeaseObject.holding(lease, now().timing().duration());
    }

    private Map<String, Object> spec(Map<String, Object> before, String holder) {
        return LeaseObject.spec(before, holder, now().timing().duration(), clock.instant());
    }

    /// Begins the work when there is a term, ends it before somebody else may begin theirs.
    private void guard() {
        try {
            while (true) {
                int term = awaitTerm();
                LOG.info("replica={} leads", now().self());
                work.begin();
                awaitEnd(term);
                LOG.warn("replica={} leads no more", now().self());
                work.end(left());
            }
        } catch (InterruptedException _) {
            work.end(left());
        }
    }

    /// Until somebody else may lead.
    private Duration left() {
        return Duration.ofNanos(now().othersFrom() - nanos.getAsLong());
    }

    private int awaitTerm() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!election.leads(nanos.getAsLong())) {
                changed.await();
            }
            return election.terms();
        } finally {
            lock.unlock();
        }
    }

    private void awaitEnd(int term) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (election.terms() == term && election.leads(nanos.getAsLong())) {
                long left = election.until() - nanos.getAsLong();
                boolean _ = changed.await(Math.max(1, left), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the work, and then gives the lease back, so that others need not wait for its end.
    @Override
    public void close() {
        end(keeper);
        boolean led = leads();
        end(warden);
        if (led) {
            giveBack();
        }
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack() {
        try {
            KubeObject lease = kube.get(ref);
            if (holding(lease).holder().equals(now().self())) {
                KubeObject _ =
                        kube.replace(
                                ResourceKind.LEASE,
                                lease.with(spec(lease.map("spec"), ""), "spec"));
            }
        } catch (KubeFailure e) {
            LOG.warn("lease={} not given back: {}", ref.name(), e.getMessage());
        }
    }

    private Election move(UnaryOperator<Election> event) {
        lock.lock();
        try {
            election = event.apply(election);
            changed.signalAll();
            return election;
        } finally {
            lock.unlock();
        }
    }

    private Election now() {
        lock.lock();
        try {
            return election;
        } finally {
            lock.unlock();
        }
    }
}
