package io.mooring.provider.resources;

import io.mooring.provider.core.Difference;
import java.util.ArrayList;
import java.util.List;

/// A difference that comes from the world and not from the program.
final class Repair {

    private Repair() {}

    /// The difference, and an update in place because of that output.
    static Difference because(String output, Difference difference) {
        List<Difference.Change> changes = new ArrayList<>(difference.changes());
        changes.add(new Difference.Change(output, Difference.Kind.UPDATE, false));
        return new Difference(changes, difference.deleteBeforeReplace());
    }
}
