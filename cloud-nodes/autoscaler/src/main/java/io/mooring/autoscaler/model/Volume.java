package io.mooring.autoscaler.model;

import java.util.List;

/// A volume of a pod.
///
/// @param driver whose number of attachments per node may be limited; empty: nobody's
/// @param topology where the volume is or may be made: one of these must hold (empty: anywhere)
public record Volume(String driver, List<NodeTerm> topology) {

    /// The resource by which nodes say how many volumes they can attach.
    public static final String RESOURCE_PREFIX = "attachable-volumes-";

    public Volume {
        topology = List.copyOf(topology);
    }
}
