package io.mooring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The named checks behind `/readyz`. A check answers with an empty text when all is well.
final class Readiness {

    private record Check(String name, Supplier<String> problem) {}

    // guarded by this
    private final List<Check> checks = new ArrayList<>();

    synchronized void add(String name, Supplier<String> problem) {
        checks.add(new Check(name, problem));
    }

    /// One line a check, in the form that kube-apiserver uses, and whether all is well.
    synchronized Report report() {
        var lines = new StringBuilder();
        boolean ready = !checks.isEmpty();
        for (Check check : checks) {
            String problem = check.problem().get();
            if (problem.isEmpty()) {
                lines.append("[+]").append(check.name()).append(" ok\n");
            } else {
                ready = false;
                lines.append("[-]")
                        .append(check.name())
                        .append(" failed: ")
                        .append(problem)
                        .append('\n');
            }
        }
        return new Report(ready, lines.append(ready ? "ok\n" : "not ready\n").toString());
    }

    record Report(boolean ready, String text) {}
}
