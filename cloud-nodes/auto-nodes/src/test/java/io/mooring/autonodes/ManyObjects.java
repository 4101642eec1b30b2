package io.mooring.autonodes;

import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// A real API server without controllers, and a great many objects that come into its store without
/// a request each: a hundred thousand of those would take more of the machine than all that is
/// measured.
final class ManyObjects implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /// As kine writes what is made.
    private static final String INSERT =
            """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1], timeout=60)
            rows = (line.rstrip("\\n").split("\\t", 1) for line in open(sys.argv[2], encoding="utf-8"))
            store.executemany(
                "INSERT INTO kine(name, created, deleted, create_revision, prev_revision, lease, value, old_value) VALUES(?, 1, 0, 0, 0, 0, ?, ?)",
                (("/registry/" + key, value.encode(), b"") for key, value in rows))
            store.commit()
            """;

    private final RealControlPlane plane;
    private final KubeClient kube;
    private final Path rows;
    private final BufferedWriter out;

    ManyObjects() throws IOException, InterruptedException {
        plane = RealControlPlane.start("bootstrapsigner");
        kube = plane.client();
        new Definitions(kube).apply(List.of(Given.object(POOL)));
        rows = Files.createTempFile("objects", ".tsv");
        out = Files.newBufferedWriter(rows);
    }

    private static final String POOL =
            """
            apiVersion: karpenter.sh/v1
            kind: NodePool
            metadata: {name: pool}
            spec: {template: {spec: {nodeClassRef: {group: mooring.io, kind: MachineProvider, name: cloud}}}}
            """;

    KubeClient kube() {
        return kube;
    }

    /// @param key of the store, after its prefix
    void add(String key, KubeObject object) {
        try {
            out.write(key + "\t" + object.json() + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Brings all that was added into the store.
    void insert() throws Exception {
        out.close();
        Path store = plane.pki().resolveSibling("state.db");
        var insert =
                new ProcessBuilder("python3", "-c", INSERT, store.toString(), rows.toString())
                        .inheritIO()
                        .start();
        if (insert.waitFor() != 0) {
            throw new IllegalStateException("the objects do not come into " + store);
        }
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(condition);
    }

    @Override
    public void close() throws IOException {
        kube.close();
        plane.close();
        Files.delete(rows);
    }
}
