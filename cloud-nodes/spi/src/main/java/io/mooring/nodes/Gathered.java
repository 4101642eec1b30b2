package io.mooring.nodes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Finds what many ask for at once by few calls: what is asked while a call is under way is asked
/// together by the next one. So nobody waits for others to ask, and every answer is from a call
/// that began after its question. Thread-safe.
public final class Gathered<Q, A> {

    private final String attempt;
    private final int most;
    private final Function<List<Q>, Map<Q, List<A>>> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Deque<Question<Q, A>> waiting = new ArrayDeque<>();
    // guarded by lock
    private boolean calling;

    /// @param attempt what a question is, before it: "looking for machine"
    /// @param most questions that a call takes
    /// @param call what there is for each question, no two of which are the same
    public Gathered(String attempt, int most, Function<List<Q>, Map<Q, List<A>>> call) {
        this.attempt = attempt;
        this.most = most;
        this.call = call;
    }

    /// Guarded by the lock of its [Gathered].
    private static final class Question<Q, A> {

        private final Q text;
        private Optional<List<A>> answer = Optional.empty();
        private Optional<Refused> failure = Optional.empty();

        Question(Q text) {
            this.text = text;
        }

        boolean isOpen() {
            return answer.isEmpty() && failure.isEmpty();
        }
    }

    /// All that there is for a question; empty if nothing is.
    ///
    /// @throws Refused where the call was, of everybody's question
    public List<A> of(Q question) {
        Question<Q, A> mine = answered(new Question<>(question));
        return mine.answer.orElseThrow(() -> {
            Refused all = mine.failure.orElseThrow();
            return new Refused(attempt + " " + question, all.refusal(), all);
        });
    }

    private Question<Q, A> answered(Question<Q, A> mine) {
        lock.lock();
        try {
            waiting.add(mine);
            while (mine.isOpen()) {
                if (calling) {
                    changed.await();
                } else {
                    ask();
                }
            }
            return mine;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(
                    "%s %s: interrupted; run again to go on".formatted(attempt, mine.text), e);
        } finally {
            waiting.remove(mine);
            lock.unlock();
        }
    }

    /// Asks for the first of those who wait. What befalls this thread alone, as an interruption, is
    /// not the others': they ask again.
    private void ask() {
        List<Question<Q, A>> some = waiting.stream().limit(most).toList();
        calling = true;
        try {
            Map<Q, List<A>> found = called(some.stream().map(it -> it.text).distinct().toList());
            some.forEach(it ->
                    it.answer = Optional.of(List.copyOf(found.getOrDefault(it.text, List.of()))));
        } catch (Refused e) {
            some.forEach(it -> it.failure = Optional.of(e));
        } finally {
            waiting.removeIf(it -> !it.isOpen());
            calling = false;
            changed.signalAll();
        }
    }

    /// How many wait for an answer.
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private Map<Q, List<A>> called(List<Q> texts) {
        lock.unlock();
        try {
            return call.apply(texts);
        } finally {
            lock.lock();
        }
    }
}
