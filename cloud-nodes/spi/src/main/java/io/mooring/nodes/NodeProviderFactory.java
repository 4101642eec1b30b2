package io.mooring.nodes;

import java.util.List;
import java.util.Map;

/// Opens providers of one kind. Found by [Providers], so that nothing of a cloud's library is
/// loaded where no machine of that cloud is asked for.
public interface NodeProviderFactory {

    /// The name of its providers.
    String name();

    /// Whether its machines boot images of the user's choice, which decide what reads user data;
    /// others take what cloud-init does.
    default boolean bootsOwnImages() {
        return true;
    }

    /// All that is wrong with the settings; calls nobody.
    ///
    /// @param settings a tree as JSON has it: maps, lists, texts, numbers, truth values
    List<SettingProblem> check(Map<String, Object> settings);

    /// A provider of machines with these settings, for machines of this owner alone. Calls nobody.
    ///
    /// @throws IllegalArgumentException for settings that [#check] refuses
    NodeProvider open(Owner owner, Map<String, Object> settings);
}
