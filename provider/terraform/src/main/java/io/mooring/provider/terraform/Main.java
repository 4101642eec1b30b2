package io.mooring.provider.terraform;

import io.mooring.components.MooringRegistry;
import io.mooring.provider.core.Registry;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The program `terraform-provider-mooring`, started by Terraform or OpenTofu. With `--rehearse` it
/// answers itself once and ends, to record an ahead-of-time cache from; with a kubeconfig after it,
/// it works with that cluster too. With `--serve SOURCE` it stays for many commands, as that
/// provider, until its input ends.
public final class Main {
    private Main() {}

    /// Serves until Terraform is done.
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("--serve")) {
            Plugin.stay(MooringRegistry::create, arguments[1], System.in, System.out);
            System.exit(0);
        }
        ignoreInterrupts();
        if (arguments.length > 0 && arguments[0].equals("--rehearse")) {
            var kubeconfig = Stream.of(arguments).skip(1).map(Path::of).findFirst();
            Rehearsal.run(MooringRegistry::create, kubeconfig);
        } else {
            serve(MooringRegistry::create);
        }
    }

    /// Ctrl-C reaches the whole process group. Terraform tells its plugins itself, and a plugin
    /// that died of it would take the state of half-made resources with it.
    static void ignoreInterrupts() {
        var _ = Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    }

    /// Serves a registry as a process of its own, and ends it.
    static void serve(Supplier<Registry> registry) throws Exception {
        System.exit(Plugin.run(registry, System.getenv(), System.out, System.err));
    }
}
