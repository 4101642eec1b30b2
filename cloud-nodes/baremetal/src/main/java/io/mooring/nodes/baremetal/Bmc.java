package io.mooring.nodes.baremetal;

import java.net.URI;

/// The controller of a machine's board, which has its power and speaks Redfish. Prints without the
/// password.
///
/// @param fingerprint of its certificate, in hex; empty where whom Java trusts is trusted
/// @param system the path of the machine there; empty for the only one
/// @param media the URL of an image to boot from; empty for none
/// @param field where the settings name it
record Bmc(
        URI url,
        String user,
        String password,
        String fingerprint,
        String system,
        String media,
        String field) {

    @Override
    public String toString() {
        return field + " (" + url + ")";
    }
}
