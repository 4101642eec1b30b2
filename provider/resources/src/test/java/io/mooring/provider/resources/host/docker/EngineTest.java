package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.docker.testkit.EngineWorld;
import io.mooring.provider.resources.host.docker.testkit.FakeEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An engine that has the image and nothing else, for each test.
abstract class EngineTest {

    static final String NAME = GivenEngine.named("mooring-shop");

    @TempDir Path directory = Path.of("");

    FakeEngine engine;
    EngineWorld world;
    DockerHost host;

    @BeforeEach
    void anEngineWithTheImage() throws IOException {
        engine = new FakeEngine(directory);
        world = engine.world().withImage(GivenEngine.IMAGE);
        host = GivenEngine.host(engine);
    }

    @AfterEach
    void end() throws IOException {
        engine.close();
    }
}
