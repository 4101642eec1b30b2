package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineState;

/// How far a claimed machine is. [#CLAIMED], [#LAYING] or [#FAILED], then [#LAID], between that and
/// [#OFF] at will, and from any of them [#WIPING], after which there is no claim.
enum Phase {
    /// Nothing was laid on it, or it was started anew in the middle of that.
    CLAIMED("nothing was laid on it yet"),
    LAYING("its user data is being carried out"),
    FAILED("its user data failed"),
    LAID(""),
    OFF("its node was switched off"),
    WIPING("it is being wiped");

    private final String stopped;

    Phase(String stopped) {
        this.stopped = stopped;
    }

    MachineState state() {
        return this == LAID ? new MachineState.Running() : new MachineState.Stopped(stopped);
    }
}
