package io.mooring.server;

import io.mooring.api.AutoNodes;
import io.mooring.api.ConfigLoader;
import io.mooring.api.InvalidConfigException;
import io.mooring.autonodes.AutoNodeRunner;
import io.mooring.autonodes.AutoNodeSetup;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.kube.KubeClient;
import io.mooring.pki.CaHash;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes nodes come and go with the pods, for the pools of `privateNodes.autoNodes` as they stand
/// in the configuration file now: when they change there, what drives them begins anew with those
/// that the file has then, and nothing else restarts. The API is of use without it, so nothing
/// waits for it.
final class AutoNodePools implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutoNodePools.class);
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final ServerOptions options;
    private final Function<List<AutoNodes>, AutoNodeRunner> begin;
    private final Thread thread;
    // of the thread, once it runs
    private List<AutoNodes> declared;
    private String seen = "";
    private volatile AutoNodeRunner runner;

    private AutoNodePools(
            ServerOptions options,
            List<AutoNodes> declared,
            Function<List<AutoNodes>, AutoNodeRunner> begin) {
        this.options = options;
        this.declared = declared;
        this.begin = begin;
        // it may have changed since this server started, and others have gone by it
        this.declared = declaredNow();
        runner = begin.apply(this.declared);
        thread = Thread.ofVirtual().name("auto-node-pools").unstarted(this::follow);
    }

    /// @param kube is not closed by it
    static AutoNodePools start(
            ControlPlaneSettings settings,
            DataDirectory data,
            ServerOptions options,
            KubeClient kube,
            BootstrapTokens tokens,
            Clock clock) {
        String caCertHash = CaHash.ofPem(DataDirectory.read(data.pki().resolve("ca.crt")));
        var privateNodes = settings.config().privateNodes();
        var pools =
                new AutoNodePools(
                        options,
                        privateNodes.autoNodes(),
                        declared ->
                                AutoNodeRunner.start(
                                        new AutoNodeSetup(
                                                settings.clusterName(),
                                                settings.exposedEndpoint(),
                                                caCertHash,
                                                declared,
                                                privateNodes.kubelet().config(),
                                                options.nodeProviders(),
                                                // where tools/rootfs leaves it, beside the binaries
                                                options.binDir()
                                                        .toAbsolutePath()
                                                        .resolveSibling("machine-root")),
                                        kube,
                                        tokens,
                                        clock));
        pools.thread.start();
        return pools;
    }

    private void follow() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                List<AutoNodes> now = declaredNow();
                if (!now.equals(declared)) {
                    LOG.info("config={} the pools of auto nodes have changed", options.config());
                    // two of them would ask for the same machines
                    runner.close();
                    runner.awaitEnd();
                    declared = now;
                    runner = begin.apply(now);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Those known where the file cannot be read or says what cannot be.
    private List<AutoNodes> declaredNow() {
        try {
            String text = Files.readString(options.config());
            if (text.equals(seen)) {
                return declared;
            }
            seen = text;
            return ConfigLoader.load(text).config().privateNodes().autoNodes();
        } catch (IOException | InvalidConfigException e) {
            LOG.warn(
                    "config={} is not read, the pools of auto nodes stay: {}",
                    options.config(),
                    e.getMessage());
            return declared;
        }
    }

    String metrics() {
        return runner.metrics();
    }

    /// Returns once nothing of it goes on, however long that takes; for one that was closed.
    void awaitEnd() throws InterruptedException {
        thread.join();
        runner.awaitEnd();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        runner.close();
    }
}
