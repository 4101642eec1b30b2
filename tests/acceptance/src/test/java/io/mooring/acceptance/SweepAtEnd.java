package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// When this JVM ends before its tests do (Ctrl-C), no `AfterAll` runs: what its clusters have on
/// this machine is then removed by force. They all bear its number at the end of their names.
public final class SweepAtEnd implements BeforeAllCallback {

    private static final String MINE = "-" + ProcessHandle.current().pid();
    private static final List<Path> TRACES =
            List.of(Path.of("/var/lib/mooring"), Path.of("/run/netns"));

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(SweepAtEnd.class))
                .computeIfAbsent(
                        "hook",
                        _ -> {
                            var hook = new Thread(SweepAtEnd::sweep, "sweep");
                            Runtime.getRuntime().addShutdownHook(hook);
                            return hook;
                        });
    }

    private static void sweep() {
        TRACES.stream()
                .flatMap(SweepAtEnd::namesIn)
                .map(name -> name.replaceFirst("^mooring-", ""))
                .filter(name -> name.endsWith(MINE))
                .distinct()
                .forEach(name -> Command.in(Path.of("/")).run(Tree.tool("sweep"), name));
    }

    private static Stream<String> namesIn(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }
}
