package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.PackedUserData;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.SecretText;
import java.util.Map;
import java.util.TreeMap;

/// The metadata of a machine: what Google's metadata server tells it, user data for cloud-init
/// among it.
final class MetadataField {

    /// What base64 leaves of a value.
    private static final int PACKED_LIMIT_BYTES = MetadataReader.LIMIT_BYTES / 4 * 3;

    private MetadataField() {}

    /// Values are texts, so what is too large as it is goes compressed and in base64, which
    /// cloud-init is told of.
    ///
    /// @throws Refused when even the compressed text is too large
    static Metadata of(String attempt, SecretText userData, Map<String, String> others) {
        var all = new TreeMap<>(others);
        if (MetadataReader.size(userData.value()) <= MetadataReader.LIMIT_BYTES) {
            all.put(MetadataReader.USER_DATA, userData.value());
        } else {
            all.put(MetadataReader.USER_DATA, packed(attempt, userData));
            all.put(MetadataReader.ENCODING, "base64");
        }
        var metadata = Metadata.newBuilder();
        all.forEach(
                (key, value) -> metadata.addItems(Items.newBuilder().setKey(key).setValue(value)));
        return metadata.build();
    }

    private static String packed(String attempt, SecretText userData) {
        return switch (PackedUserData.of(userData.value(), "Google", PACKED_LIMIT_BYTES)) {
            case PackedUserData.Fits(SecretText base64) -> base64.value();
            case PackedUserData.TooLarge(String reason) ->
                    throw new Refused(
                            attempt, new Refusal.BadField(BadConfiguration.USER_DATA, reason));
        };
    }
}
