package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The host cluster of the tests of one class, whose nodes have the image of a control plane as
/// this tree makes it; and what each test has there, which goes after it, the last first.
final class HostOfTests implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final Supplier<Path> directory;
    private final Function<Path, HostCluster> bringUp;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private Optional<HostCluster> host = Optional.empty();

    /// @param directory of the class, which is there when its first test begins
    /// @param bringUp brings the host cluster up in a directory of its own
    HostOfTests(Supplier<Path> directory, Function<Path, HostCluster> bringUp) {
        this.directory = directory;
        this.bringUp = bringUp;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Command.in(directory.get()).run(Tree.tool("image")).succeeded();
        host = Optional.of(bringUp.apply(place("host")));
    }

    HostCluster cluster() {
        return host.orElseThrow();
    }

    /// A new directory.
    Path place(String name) throws IOException {
        return Files.createDirectory(directory.get().resolve(name));
    }

    /// A virtual cluster that goes after the test, made in a directory of that name.
    ///
    /// @param front what to put before command lines that reach the host cluster, and it
    HostedCluster make(String place, List<String> front, String program) throws IOException {
        HostedCluster made = HostedCluster.up(place(place), front, program);
        parts.push(made::destroy);
        return made;
    }

    /// Closed after the test, and after all that it has from then on.
    <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    /// What was made last goes before the test ends.
    void closeLast() throws Exception {
        parts.pop().close();
    }

    /// All of them go, also where one does not.
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (parts.isEmpty()) {
            return;
        }
        try {
            closeLast();
        } finally {
            afterEach(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try {
            afterEach(context);
        } finally {
            host.ifPresent(HostCluster::down);
        }
    }
}
