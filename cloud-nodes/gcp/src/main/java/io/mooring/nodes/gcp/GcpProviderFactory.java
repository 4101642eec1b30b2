package io.mooring.nodes.gcp;

import io.mooring.nodes.Gate;
import io.mooring.nodes.Gates;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.gcp.GcpSettings.Account;
import java.util.List;
import java.util.Map;

/// Opens providers of Google Compute Engine's machines.
public final class GcpProviderFactory implements NodeProviderFactory {

    static final String NAME = "gcp";

    private final Pace pace = Pace.real();
    private final Gates gates = new Gates("Google", pace);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingProblem> check(Map<String, Object> settings) {
        return new SettingsReader(settings).problems();
    }

    @Override
    public NodeProvider open(Owner owner, Map<String, Object> settings) {
        GcpSettings read = new SettingsReader(settings).settings();
        Account account = read.account();
        Gate gate = gates.of(List.of(account.project(), account.endpoint()));
        return GcpNodes.open(owner, read, gate, pace);
    }
}
