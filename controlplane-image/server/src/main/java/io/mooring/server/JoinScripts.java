package io.mooring.server;

import io.mooring.cloudinit.JoinScript;
import io.mooring.cloudinit.JoinSettings;
import java.util.List;

/// The join script that this control plane's nodes get. It is the same for all of them and for as
/// long as the configuration is.
record JoinScripts(String script) {

    static JoinScripts of(ControlPlaneSettings settings) {
        return new JoinScripts(
                JoinScript.render(
                        JoinSettings.from(settings.config(), List.of(settings.clusterDns()))));
    }
}
