package io.mooring.nodes.aws;

import io.mooring.nodes.PackedUserData;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;

/// User data as EC2 takes it.
final class UserDataField {

    /// Before base64.
    static final int LIMIT_BYTES = 16_384;

    private UserDataField() {}

    /// @throws Refused when even the compressed text is too large
    static String encode(String attempt, String text) {
        return switch (PackedUserData.of(text, "EC2", LIMIT_BYTES)) {
            case PackedUserData.Fits(var base64) -> base64.value();
            case PackedUserData.TooLarge(String reason) ->
                    throw new Refused(attempt, new Refusal.BadField("userData", reason));
        };
    }
}
