package io.mooring.provider.terraform;

import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceHandler;
import java.util.function.UnaryOperator;

/// A provider of notes, which are files.
public final class Paper {
    private Paper() {}

    /// @param look what to put around the handler of notes
    /// @param drafts where notes are kept in mind while they are made
    public static Registry registry(UnaryOperator<ResourceHandler> look, Drafts drafts) {
        return Registry.builder(
                        new Registry.PackageInfo(
                                "toy", "0.1.0", "Toy", "Notes in files.", ObjectSchema.EMPTY))
                .resource(Notes.TYPE, () -> look.apply(new Notes()))
                .drafts(() -> drafts)
                .build();
    }
}
