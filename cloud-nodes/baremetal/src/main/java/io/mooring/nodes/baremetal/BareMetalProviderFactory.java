package io.mooring.nodes.baremetal;

import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SettingProblem;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Opens providers of machines in an inventory.
public final class BareMetalProviderFactory implements NodeProviderFactory {

    static final String NAME = "baremetal";

    // one for all providers: pools share machines to go through, and threads
    private final Shell shell = new SshShell();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean bootsOwnImages() {
        return false;
    }

    @Override
    public List<SettingProblem> check(Map<String, Object> settings) {
        return new InventoryReader(settings).problems();
    }

    @Override
    public NodeProvider open(Owner owner, Map<String, Object> settings) {
        List<Host> inventory = new InventoryReader(settings).inventory();
        return new BareMetalNodes(owner, inventory, shell, Clock.systemUTC(), Pace.real());
    }
}
