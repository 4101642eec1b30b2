package io.mooring.identity;

import java.util.Map;

/// Reads the documents of one cloud.
interface DocumentReader {

    /// What the cloud says of the machine, by the names that its document has for it.
    ///
    /// @throws Unproven unless the cloud signed it, for this question, and it is still good
    /// @throws KeysUnavailable where that cannot be told now
    Map<String, String> read(Evidence evidence, Question question);
}
