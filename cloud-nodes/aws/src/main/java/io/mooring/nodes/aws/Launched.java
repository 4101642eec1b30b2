package io.mooring.nodes.aws;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;

/// What came of a launch.
///
/// @param all every instance of that machine that is alive, as the last look showed it
record Launched(Instance made, List<Instance> all) {
    Launched {
        all = List.copyOf(all);
    }
}
