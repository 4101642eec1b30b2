package io.mooring.server;

import io.mooring.cloudinit.JoinScript;
import io.mooring.cloudinit.JoinSettings;
import java.util.List;
import java.util.Optional;

/// The join script that this control plane's nodes get. It is the same for all of them and for as
/// long as the configuration is; rendered when the first node asks, since a start has no use for
/// it.
final class JoinScripts {

    private final JoinSettings settings;

    // guarded by this
    private Optional<String> rendered = Optional.empty();

    private JoinScripts(JoinSettings settings) {
        this.settings = settings;
    }

    static JoinScripts of(ControlPlaneSettings settings) {
        return new JoinScripts(
                JoinSettings.from(settings.config(), List.of(settings.clusterDns())));
    }

    synchronized String script() {
        if (rendered.isEmpty()) {
            rendered = Optional.of(JoinScript.render(settings));
        }
        return rendered.get();
    }
}
