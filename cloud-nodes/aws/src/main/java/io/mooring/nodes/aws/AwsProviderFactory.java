package io.mooring.nodes.aws;

import io.mooring.nodes.Gates;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SettingProblem;
import java.util.List;
import java.util.Map;

/// Opens providers of EC2 machines.
public final class AwsProviderFactory implements NodeProviderFactory {

    static final String NAME = "aws";

    private final Pace pace = Pace.real();
    private final Gates gates = new Gates("AWS", pace);

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
        AwsSettings read = new SettingsReader(settings).settings();
        return AwsNodes.open(owner, read, gates.of(read.account()), pace);
    }
}
