package io.mooring.cli;

import io.mooring.server.ControlPlane;
import io.mooring.server.LogSetup;
import io.mooring.server.ServerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

@Command(
        name = "server",
        description = "Run a control plane until it is told to stop (SIGTERM, SIGINT).",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "The configuration, YAML.")
    private Path config = Path.of("");

    @Option(names = "--data-dir", required = true, description = "Where its state is kept.")
    private Path dataDir = Path.of("");

    @Option(
            names = "--bin-dir",
            description = "Where the upstream binaries are (default: MOORING_BIN_DIR, else the cache).")
    private @Nullable Path binDir;

    @Option(names = "--name", description = "The cluster's name (default: the data directory's).")
    private @Nullable String name;

    @Option(names = "--advertise-address", description = "The IP address pods reach the API by.")
    private @Nullable String advertiseAddress;

    @Option(names = "--log-format", defaultValue = "text", description = "text or json.")
    private LogSetup.Format logFormat = LogSetup.Format.TEXT;

    @Override
    public Integer call() {
        LogSetup.apply(logFormat);
        var stop = new CountDownLatch(1);
        Thread starter = Thread.currentThread();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(
                    new Signal(name),
                    _ -> {
                        stop.countDown();
                        starter.interrupt();
                    });
        }
        var options =
                new ServerOptions(
                        config,
                        dataDir,
                        Optional.ofNullable(binDir).orElseGet(Installed::binDir),
                        Optional.ofNullable(name),
                        Optional.ofNullable(advertiseAddress));
        try (ControlPlane _ = ControlPlane.start(options, Clock.systemUTC())) {
            stop.await();
        } catch (InterruptedException _) {
            return 0;
        } catch (RuntimeException e) {
            if (stop.getCount() == 0) {
                return 0;
            }
            throw e;
        }
        return 0;
    }
}
