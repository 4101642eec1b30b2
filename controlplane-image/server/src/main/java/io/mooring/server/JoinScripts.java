package io.mooring.server;

/// The join script that this control plane's nodes get.
record JoinScripts(ControlPlaneSettings settings) {

    String render() {
        return "";
    }
}
