package io.mooring.provider.pulumi;

import io.mooring.components.MooringRegistry;
import java.io.IOException;

/// The program `pulumi-resource-mooring`, started by the engine with its address as the argument.
/// With `--rehearse` it answers itself once and ends, to record an ahead-of-time cache from.
public final class Main {
    private Main() {}

    /// Serves until the engine is gone.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--rehearse")) {
            Rehearsal.run(MooringRegistry::create);
        } else {
            Plugin.run(MooringRegistry::create, arguments, System.out);
        }
    }
}
