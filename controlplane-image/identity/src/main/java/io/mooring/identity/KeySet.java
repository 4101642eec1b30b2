package io.mooring.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Keys of a JSON Web Key Set. Those that are not RSA of 2048 bits or more do not count.
record KeySet(Map<String, PublicKey> keys) implements GoogleKeys {
    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final int MOST_KEYS = 50;

    KeySet {
        keys = Map.copyOf(keys);
    }

    /// @throws IllegalArgumentException if it holds no key that counts
    static KeySet of(byte[] json) {
        var list = Json.object(json).path("keys");
        var keys = new HashMap<String, PublicKey>();
        for (var each : list) {
            if (keys.size() < MOST_KEYS && Json.text(each, "kty").equals("RSA")) {
                key(each).ifPresent(key -> keys.put(Json.text(each, "kid"), key));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "it is not a JSON Web Key Set with an RSA key of at least 2048 bits");
        }
        return new KeySet(keys);
    }

    private static Optional<PublicKey> key(JsonNode json) {
        var modulus = number(json, "n");
        var exponent = number(json, "e");
        if (modulus.bitLength() < FEWEST_BITS
                || modulus.bitLength() > MOST_BITS
                || exponent.bitLength() > Integer.SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent)));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static BigInteger number(JsonNode json, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(Json.text(json, name)));
    }

    @Override
    public Optional<PublicKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
