package io.mooring.provider.core.composite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Works on children that do not need each other at the same time, on a thread each: some wait for
/// what becomes of others (nodes of a pool that are replaced in turn), whichever those are.
final class Together {
    private Together() {}

    /// Does all and waits for all. The first failure is thrown then, with the others suppressed in
    /// it.
    static <T> List<T> all(List<? extends Callable<T>> tasks) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            var failures = new ArrayList<RuntimeException>();
            for (var future : threads.invokeAll(tasks)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException failed) {
                    failures.add(unchecked(failed));
                }
            }
            if (!failures.isEmpty()) {
                var first = failures.removeFirst();
                failures.forEach(first::addSuppressed);
                throw first;
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while working on children", interrupted);
        }
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException("working on a child", failed.getCause());
    }
}
