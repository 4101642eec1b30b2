package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// Where one signs in: one client, with one secret, who gets one token.
public final class Tokens {

    public static final String TENANT = "tenant.example.org";
    public static final String CLIENT = "99999999-89ab-cdef-0123-456789abcdef";
    public static final String SECRET = "let-me-in";
    private static final String TOKEN = "a-token-of-the-test";

    private Tokens() {}

    static Answer issue(ArmCall call) {
        String form =
                URLDecoder.decode(call.body().path("form").asString(""), StandardCharsets.UTF_8);
        boolean right =
                call.path().startsWith("/" + TENANT + "/")
                        && form.contains("grant_type=client_credentials")
                        && form.contains("client_id=" + CLIENT)
                        && form.contains("client_secret=" + SECRET)
                        && form.contains("scope=https://management.core.windows.net//.default");
        var body = JsonMapper.shared().createObjectNode();
        if (!right) {
            body.put("error", "invalid_client");
            body.put("error_description", "AADSTS7000215: Invalid client secret provided.");
            return Answer.json(401, body);
        }
        body.put("token_type", "Bearer");
        body.put("expires_in", 3599);
        body.put("access_token", TOKEN);
        return Answer.json(200, body);
    }

    static boolean isSignedIn(ArmCall call) {
        return ("Bearer " + TOKEN).equals(call.headers().get("authorization"));
    }
}
