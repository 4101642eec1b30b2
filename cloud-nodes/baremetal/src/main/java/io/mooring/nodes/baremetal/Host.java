package io.mooring.nodes.baremetal;

import io.mooring.ssh.Login;
import io.mooring.ssh.Route;
import java.util.List;
import java.util.Optional;

/// One machine of the inventory.
///
/// @param field where the settings name it, such as `inventory[2]`
/// @param name what people call it; its address, if they call it nothing
/// @param jumps the machines to go through to reach it, the first one first
/// @param bmc what has its power, where we may use it
/// @param sudoField the setting that says how to become root there
record Host(
        String field,
        String name,
        Login login,
        List<Login> jumps,
        Optional<Bmc> bmc,
        boolean sudo,
        String sudoField) {

    Route route() {
        return new Route(login, jumps);
    }

    String providerId() {
        return "baremetal:///" + name;
    }

    @Override
    public String toString() {
        return name.equals(login.address())
                ? field + " (" + login.place() + ")"
                : field + " (" + name + ", " + login.place() + ")";
    }
}
