package io.mooring.ssh;

import java.util.List;

/// How to get to a machine.
///
/// @param jumps the machines to go through to reach it, the first one first
public record Route(Login login, List<Login> jumps) {

    public Route {
        jumps = List.copyOf(jumps);
    }

    @Override
    public String toString() {
        return login.place();
    }
}
