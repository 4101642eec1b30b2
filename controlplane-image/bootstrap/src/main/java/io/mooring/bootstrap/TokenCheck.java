package io.mooring.bootstrap;

import java.time.Instant;

/// What a text is that somebody shows as a bootstrap token.
public sealed interface TokenCheck {
    /// A token that is good now.
    record Valid(TokenInfo token) implements TokenCheck {}

    /// Has not the form of a token.
    record Malformed() implements TokenCheck {}

    /// Has the form of a token, but there is none with this id and secret.
    record Unknown() implements TokenCheck {}

    /// Lets nobody in by itself: its machine proves which one it is, and gets another for it.
    record Unproven(TokenInfo token) implements TokenCheck {}

    /// Was a token until then.
    record Expired(Instant at) implements TokenCheck {}

    /// Was a single-use token and has let its node in, which had registered then.
    record Used(Instant at) implements TokenCheck {}
}
