package io.mooring.identity;

import java.security.PublicKey;
import java.util.Optional;

/// The public keys that Google signs identity tokens with.
interface GoogleKeys {

    /// @throws KeysUnavailable where that cannot be told now
    Optional<PublicKey> find(String id);
}
