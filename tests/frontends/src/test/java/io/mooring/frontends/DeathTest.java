package io.mooring.frontends;

import static io.mooring.frontends.Fuse.Point.AFTER_CREATE;
import static io.mooring.frontends.Fuse.Point.AFTER_DELETE;
import static io.mooring.frontends.Fuse.Point.AFTER_UPDATE;
import static io.mooring.frontends.Fuse.Point.ANY_CALL;
import static io.mooring.frontends.Fuse.Point.BEFORE_CREATE;
import static io.mooring.frontends.Fuse.Point.BEFORE_DELETE;
import static io.mooring.frontends.Fuse.Point.BEFORE_UPDATE;
import static io.mooring.frontends.Fuse.Point.CHECK;
import static io.mooring.frontends.Fuse.Point.DIFF;
import static io.mooring.frontends.Fuse.Point.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.frontends.Engine.Outcome;
import io.mooring.frontends.Engine.Provider;
import io.mooring.frontends.Fuse.Point;
import io.mooring.provider.pulumi.PulumiEngine;
import io.mooring.provider.terraform.Paper;
import io.mooring.provider.terraform.TerraformEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A provider dies at each call that an engine makes, before it has done anything and when it has
/// done all: the next run makes the world and the state what the program says.
final class DeathTest {
    @TempDir Path home;
    private final PaperDrafts drafts = new PaperDrafts();
    private final Owners owners = new Owners();

    /// A server that is cut off has nowhere left to say so: gRPC's threads need not tell of it.
    @BeforeAll
    static void letServersDieInSilence() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (!(failure instanceof RejectedExecutionException)) {
                failure.printStackTrace();
            }
        });
    }

    @AfterAll
    static void hearThreadsAgain() {
        Thread.setDefaultUncaughtExceptionHandler(null);
    }

    @Test
    void pulumiGoesOnWhereItsProviderDied() throws Exception {
        goesOn(new PulumiEngine(home, notes()));
    }

    @Test
    void terraformGoesOnWhereItsProviderDied() throws Exception {
        goesOn(new TerraformEngine(home, notes()));
    }

    @Test
    void terraformFindsWhatItsDeadProviderMadeUnderANameThatNobodyElseKnows() throws Exception {
        var engine = new TerraformEngine(home, notes());
        assumeTrue(engine.isThere(), "the engine's command is not here; run tools/prerequisites");
        engine.program("", "milk");

        assertThat(engine.apply(provider(BEFORE_CREATE)).succeeded()).isFalse();
        assertThat(world()).isEmpty();
        assertThat(engine.apply(provider(AFTER_CREATE)).succeeded()).isFalse();
        var left = world();
        assertThat(left.values()).containsExactly("milk");
        assertThat(engine.apply(provider(AFTER_CREATE)).succeeded()).isFalse();

        assertGoesOn(engine, left);
        assertSucceeds(engine.compare(provider()));
        assertThat(drafts.open()).isZero();
        engine.program("", "bread");
        assertGoesOn(engine, Map.of(left.keySet().iterator().next(), "bread"));
    }

    private void goesOn(Engine engine) throws Exception {
        assumeTrue(engine.isThere(), "the engine's command is not here; run tools/prerequisites");

        engine.program("first", "milk");
        assertDies(engine, Map.of(), ANY_CALL, CHECK, BEFORE_CREATE);
        assertDies(engine, Map.of("first", "milk"), AFTER_CREATE);
        assertGoesOn(engine, Map.of("first", "milk"));

        engine.program("first", "bread");
        assertDies(engine, Map.of("first", "milk"), READ, DIFF, BEFORE_UPDATE);
        assertDies(engine, Map.of("first", "bread"), AFTER_UPDATE);
        assertGoesOn(engine, Map.of("first", "bread"));

        engine.program("second", "bread");
        assertThat(engine.apply(provider(BEFORE_DELETE)).succeeded()).isFalse();
        assertThat(world()).containsEntry("first", "bread");
        assertGoesOn(engine, Map.of("second", "bread"));
        assertSucceeds(engine.compare(provider()));

        assertThat(engine.destroy(provider(AFTER_DELETE)).succeeded()).isFalse();
        assertThat(world()).isEmpty();
        assertSucceeds(engine.destroy(provider()));
        assertThat(world()).isEmpty();
    }

    private void assertDies(Engine engine, Map<String, String> left, Point... points)
            throws Exception {
        for (var point : points) {
            var died = engine.apply(provider(point));
            assertThat(died.succeeded()).as("%s\n%s", point, died.output()).isFalse();
            assertThat(world()).as("%s\n%s", point, died.output()).isEqualTo(left);
        }
    }

    private void assertGoesOn(Engine engine, Map<String, String> wanted) throws Exception {
        assertSucceeds(engine.apply(provider()));
        assertThat(world()).isEqualTo(wanted);
    }

    private static void assertSucceeds(Outcome outcome) {
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
    }

    private Provider provider(Point... dies) {
        var fuse = new Fuse(dies.length == 0 ? Optional.empty() : Optional.of(dies[0]));
        return new Provider(
                fuse.in(() ->
                        Paper.registry(
                                notes -> fuse.in(owners.before(notes)), drafts.of(fuse::isBlown))),
                fuse::ends);
    }

    /// The notes that are there, by name.
    private Map<String, String> world() throws IOException {
        var world = new TreeMap<String, String>();
        try (var files = Files.list(notes())) {
            for (var file : files.toList()) {
                world.put(
                        file.getFileName().toString().replace(".note", ""), Files.readString(file));
            }
        }
        return world;
    }

    private Path notes() throws IOException {
        return Files.createDirectories(home.resolve("notes"));
    }
}
