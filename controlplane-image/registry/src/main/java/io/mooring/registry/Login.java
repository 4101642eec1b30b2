package io.mooring.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a registry knows somebody by.
public sealed interface Login {

    /// A name and its password, or what stands for one.
    record Password(String username, String password) implements Login {

        String basic() {
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /// What tokens are issued for, in place of a password.
    record IdentityToken(String token) implements Login {
        @Override
        public String toString() {
            return "***";
        }
    }

    /// Nobody in particular.
    record Anonymous() implements Login {}
}
