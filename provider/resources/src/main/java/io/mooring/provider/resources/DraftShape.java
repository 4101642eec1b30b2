package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
