package io.mooring.nodes.testkit;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.SecretText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What the tests of a cloud's provider share: the cloud over the wire, a cluster in it, and time
/// that passes when somebody waits.
///
/// @param <N> the provider
public abstract class TestCloud<N extends NodeProvider> implements AutoCloseable {

    public static final Owner OWNER = new Owner("0123456789abcdef");
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    public final PassingTime time = new PassingTime();
    public final String cluster = "test" + CLUSTERS.incrementAndGet();

    /// Where the faults of tests come from.
    public abstract FaultyServer<?> wire();

    /// Settings that suffice.
    protected abstract Map<String, Object> basis();

    protected abstract N open(Owner owner, Map<String, Object> settings, Pace pace);

    /// All that is there of a machine, a word for each thing.
    public abstract List<String> there(String machine);

    /// What is there of one machine that is whole.
    public abstract List<String> whole();

    /// How many looks after its creation do not show a machine.
    public abstract void showAfter(int looks);

    /// Settings that suffice, changed by pairs of name and value.
    public final Map<String, Object> settings(Object... changes) {
        var settings = new HashMap<>(basis());
        for (int i = 0; i < changes.length; i += 2) {
            settings.put((String) changes[i], changes[i + 1]);
        }
        return settings;
    }

    public final N open(Object... changes) {
        return openAs(OWNER, changes);
    }

    /// With the time that there is.
    public final N openInTime(Object... changes) {
        return open(OWNER, settings(changes), Pace.real());
    }

    public final N openAs(Owner owner, Object... changes) {
        return open(owner, settings(changes), time.pace(() -> wire().isClientDead()));
    }

    public final MachineId id(String machine) {
        return new MachineId(cluster, machine);
    }

    public final MachineRequest request(String machine) {
        return request(machine, "#cloud-config\nruncmd: [[hostname]]\n");
    }

    public final MachineRequest request(String machine, String userData) {
        return new MachineRequest(id(machine), new SecretText(userData), List.of());
    }

    @Override
    public abstract void close();
}
