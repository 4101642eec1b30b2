package io.mooring.provider.pulumi;

import io.mooring.components.MooringRegistry;
import java.io.IOException;

/// The program `pulumi-resource-mooring`, started by the engine with its address as the argument.
public final class Main {
    private Main() {}

    /// Serves until the engine is gone.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Plugin.run(MooringRegistry::create, arguments, System.out);
    }
}
