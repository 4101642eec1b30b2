package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.resources.host.Sha256;

/// What tells one that is being made from others, as the same short text in every run.
final class DraftShape {

    private static final String NAME = "name";
    private static final int LENGTH = 32;

    private DraftShape() {}

    /// Of one whose user named it, that is its name and where it is. Of one whose name was drawn,
    /// it is all that it is to be; but not the cluster it is made for, in which it is kept.
    ///
    /// @param place the input that says where it is
    static String of(ResourceType type, ObjectValue inputs, String place) {
        var known =
                inputs.has(NAME)
                        ? ObjectValue.builder()
                                .put(NAME, inputs.field(NAME))
                                .put(place, inputs.field(place))
                                .build()
                        : inputs;
        var text = type.token() + Json.text(known.without("cluster"));
        return Sha256.hex(text).substring(0, LENGTH);
    }
}
