package io.mooring.nodes.gcp;

import io.mooring.nodes.SettingsTree;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the metadata that machines have besides ours.
final class MetadataReader {

    /// Of one value.
    static final int LIMIT_BYTES = 256 * 1024;

    /// Of all values and keys, with room for the user data.
    private static final int OTHERS_LIMIT_BYTES = 512 * 1024 - LIMIT_BYTES - 1024;

    static final String USER_DATA = "user-data";
    static final String ENCODING = "user-data-encoding";

    private static final Set<String> OURS = Set.of(USER_DATA, ENCODING);
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    private MetadataReader() {}

    /// The metadata of the settings; notes what Google would refuse.
    static Map<String, String> check(SettingsTree tree) {
        Map<String, String> metadata = tree.textMap("metadata");
        int all = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            String field = "metadata." + entry.getKey();
            int size = size(entry.getValue());
            all += size + size(entry.getKey());
            if (OURS.contains(entry.getKey())) {
                tree.problem(field, "is set by Mooring; give preJoinCommands");
            } else if (!KEY.matcher(entry.getKey()).matches()) {
                tree.problem(field, "must have a key of at most 128 letters, digits, '-' and '_'");
            } else if (size > LIMIT_BYTES) {
                tree.problem(field, "is " + size + " bytes; Google takes " + LIMIT_BYTES);
            }
        }
        if (all > OTHERS_LIMIT_BYTES) {
            tree.problem(
                    "metadata",
                    "are %d bytes; Google takes %d beside the user data"
                            .formatted(all, OTHERS_LIMIT_BYTES));
        }
        return metadata;
    }

    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
