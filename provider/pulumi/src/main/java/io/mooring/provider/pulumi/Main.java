package io.mooring.provider.pulumi;

import io.mooring.components.MooringRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The program `pulumi-resource-mooring`, started by the engine with its address as the argument.
/// With `--rehearse` it answers itself once and ends, to record an ahead-of-time cache from; with a
/// kubeconfig after it, it works with that cluster too.
public final class Main {
    private Main() {}

    /// Serves until the engine is gone.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("--rehearse")) {
            var kubeconfig = Stream.of(arguments).skip(1).map(Path::of).findFirst();
            Rehearsal.run(MooringRegistry::create, kubeconfig);
        } else {
            Plugin.run(MooringRegistry::create, arguments, System.out);
        }
    }
}
