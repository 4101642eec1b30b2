package io.mooring.nodes.gcp;

import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SettingProblem;
import java.util.List;
import java.util.Map;

/// Opens providers of Google Compute Engine's machines.
public final class GcpProviderFactory implements NodeProviderFactory {

    static final String NAME = "gcp";

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
        return GcpNodes.open(owner, new SettingsReader(settings).settings(), Pace.real());
    }
}
