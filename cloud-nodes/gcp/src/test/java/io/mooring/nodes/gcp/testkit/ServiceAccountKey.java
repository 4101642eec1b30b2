package io.mooring.nodes.gcp.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A key of a service account, and who looks at what is signed with it.
public final class ServiceAccountKey {

    private static final String EMAIL = "ops@my-project-1.iam.gserviceaccount.com";
    private static final String SCOPE = "https://www.googleapis.com/auth/compute";

    private final KeyPair pair;
    private volatile boolean revoked;

    public ServiceAccountKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            this.pair = keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /// As Google's tools keep it in a file.
    ///
    /// @param tokenUri where tokens would be issued
    public String file(String tokenUri) {
        String base64 =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded());
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "my-project-1")
                .put("private_key_id", "one")
                .put(
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", EMAIL)
                .put("client_id", "1")
                .put("token_uri", tokenUri)
                .toString();
    }

    /// From now on what it signs counts for nothing.
    public void revoke() {
        revoked = true;
    }

    /// Whether it is a JWT that the key has signed, of the account, for Compute Engine.
    boolean hasSigned(String authorization) {
        String[] parts = authorization.replaceFirst("^Bearer ", "").split("\\.");
        if (revoked || parts.length != 3) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(pair.getPublic());
            check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
            return check.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asString("").equals(EMAIL)
                    && claims.path("scope").asString("").contains(SCOPE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
