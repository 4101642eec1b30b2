package io.mooring.nodes.azure;

import io.mooring.nodes.Gate;
import io.mooring.nodes.Gates;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.azure.AzureSettings.Account;
import java.util.List;
import java.util.Map;

/// Opens providers of Azure machines.
public final class AzureProviderFactory implements NodeProviderFactory {

    static final String NAME = "azure";

    private final Pace pace = Pace.real();
    private final Gates gates = new Gates("Azure", pace);

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
        AzureSettings read = new SettingsReader(settings).settings();
        Account account = read.account();
        Gate gate = gates.of(List.of(account.subscription(), account.endpoint()));
        return AzureNodes.open(owner, read, gate, pace);
    }
}
