package io.mooring.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Has a provider do what it does with its own class loader as the thread's: by that some libraries
/// look for their parts, which the program may have in another version.
///
/// Each call is passed on by hand. Reflection may put a native frame on the stack, under which a
/// virtual thread that waits for a cloud keeps its carrier: a few of those, and nothing goes on.
record OwnContext(ClassLoader loader) {

    static NodeProviderFactory of(NodeProviderFactory factory, ClassLoader loader) {
        return new Factory(factory, new OwnContext(loader));
    }

    private <T> T within(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void run(Runnable call) {
        boolean _ =
                within(() -> {
                    call.run();
                    return true;
                });
    }

    private record Factory(NodeProviderFactory factory, OwnContext own)
            implements NodeProviderFactory {

        @Override
        public String name() {
            return own.within(factory::name);
        }

        @Override
        public boolean bootsOwnImages() {
            return own.within(factory::bootsOwnImages);
        }

        @Override
        public List<SettingProblem> check(Map<String, Object> settings) {
            return own.within(() -> factory.check(settings));
        }

        @Override
        public NodeProvider open(Owner owner, Map<String, Object> settings) {
            return new Opened(own.within(() -> factory.open(owner, settings)), own);
        }
    }

    private record Opened(NodeProvider provider, OwnContext own) implements NodeProvider {

        @Override
        public String name() {
            return own.within(provider::name);
        }

        @Override
        public CreateOutcome create(MachineRequest request) {
            return own.within(() -> provider.create(request));
        }

        @Override
        public Lookup get(MachineId id) {
            return own.within(() -> provider.get(id));
        }

        @Override
        public Lookup seek(MachineId id) {
            return own.within(() -> provider.seek(id));
        }

        @Override
        public Map<String, String> identity(MachineId id) {
            return own.within(() -> provider.identity(id));
        }

        @Override
        public List<Machine> list(String cluster) {
            return own.within(() -> provider.list(cluster));
        }

        @Override
        public DeleteOutcome delete(MachineId id) {
            return own.within(() -> provider.delete(id));
        }

        @Override
        public void powerOn(MachineId id) {
            own.run(() -> provider.powerOn(id));
        }

        @Override
        public void powerOff(MachineId id, Duration patience) {
            own.run(() -> provider.powerOff(id, patience));
        }

        @Override
        public String consoleTail(MachineId id, int lines) {
            return own.within(() -> provider.consoleTail(id, lines));
        }

        @Override
        public Optional<String> gaveUp(MachineId id) {
            return own.within(() -> provider.gaveUp(id));
        }

        @Override
        public List<MachineType> machineTypes() {
            return own.within(provider::machineTypes);
        }

        @Override
        public List<Drift> drift(MachineId id) {
            return own.within(() -> provider.drift(id));
        }

        @Override
        public List<Notice> notices(String cluster, Set<String> machines) {
            return own.within(() -> provider.notices(cluster, machines));
        }

        @Override
        public List<Holding> holdings(String cluster) {
            return own.within(() -> provider.holdings(cluster));
        }

        @Override
        public boolean release(Holding holding) {
            return own.within(() -> provider.release(holding));
        }
    }
}
