package io.mooring.provider.resources;

import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.NodeProvider;
import io.mooring.provider.core.PropertyFailure;
import java.util.Optional;

/// Makes machines, and sees how far they have come.
///
/// @param settings the property that holds the provider's own settings; empty if there is none
/// @param looksAMachineLook how often to look at the node before its machine is looked at again:
///   clouds count calls
record NodeMachines(
        NodeProvider provider, Joining joining, String settings, int looksAMachineLook) {

    /// The property that a provider blames, if a user gave it.
    Optional<PropertyFailure> blamed(BadConfiguration bad) {
        return switch (bad.field()) {
            case "", BadConfiguration.CREDENTIALS -> Optional.empty();
            case BadConfiguration.USER_DATA ->
                    Optional.of(
                            new PropertyFailure(
                                    "preJoinCommands", "the user data " + bad.reason()));
            case BadConfiguration.IMAGES ->
                    Optional.of(new PropertyFailure(BadConfiguration.IMAGES, bad.reason()));
            case String field -> Optional.of(new PropertyFailure(path(field), bad.reason()));
        };
    }

    String path(String field) {
        return settings.isEmpty() ? field : settings + "." + field;
    }
}
