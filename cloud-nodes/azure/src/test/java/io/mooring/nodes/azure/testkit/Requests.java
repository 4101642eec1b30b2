package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.ApiDescription;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks requests against the published description of the API, as far as we call it, and against
/// what it says in sentences only.
final class Requests {

    private static final int CUSTOM_DATA_LIMIT = 65_535;

    private static final ApiDescription API = ApiDescription.read(Requests.class, "arm.json");

    private static final Pattern KEY =
            Pattern.compile("(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]{60,}.*");
    private static final Pattern TAG = Pattern.compile("[^<>%&\\\\?/]{1,512}");

    private Requests() {}

    /// The answer to a request that is wrong.
    static Optional<Answer> refused(ArmCall call) {
        return fields(call)
                .or(() ->
                        call.is("PUT", "virtualMachines")
                                ? machine(call.body())
                                : Optional.empty());
    }

    /// How it goes with what was begun is asked by the address that its answer gave.
    private static Optional<Answer> fields(ArmCall call) {
        if (call.is("GET", "locations")) {
            return Optional.empty();
        }
        var query = new HashMap<>(call.query());
        // of the address of a next page, which is for nobody but us to make
        query.remove("$skiptoken");
        var wrong = new ArrayList<>(API.wrong(call.method(), call.path(), query, call.body()));
        call.body().path("tags").propertyNames().stream()
                .filter(it -> !TAG.matcher(it).matches())
                .forEach(it -> wrong.add("tag name " + it));
        return wrong.isEmpty()
                ? Optional.empty()
                : bad("InvalidRequestContent", call + ": " + String.join(", ", wrong));
    }

    /// What the description says in sentences.
    private static Optional<Answer> machine(JsonNode body) {
        JsonNode properties = body.path("properties");
        JsonNode image = properties.at("/storageProfile/imageReference");
        boolean named = image.has("publisher") && image.has("offer") && image.has("sku");
        boolean spot = properties.path("priority").asString("Regular").equals("Spot");
        JsonNode login = properties.path("osProfile");
        JsonNode key = login.at("/linuxConfiguration/ssh/publicKeys/0");
        byte[] custom = Base64.getDecoder().decode(login.path("customData").asString(""));
        String user = login.path("adminUsername").asString("");
        if (image.size() != 1 && !named) {
            return bad("InvalidParameter", "imageReference: " + image);
        }
        if (!spot && (properties.has("evictionPolicy") || properties.has("billingProfile"))) {
            return bad("InvalidParameter", "evictionPolicy and billingProfile are for Spot");
        }
        if (custom.length > CUSTOM_DATA_LIMIT) {
            return bad("InvalidParameter", "Custom data must be at most 65535 bytes");
        }
        if (!KEY.matcher(key.path("keyData").asString("")).matches()
                || !key.path("path")
                        .asString("")
                        .equals("/home/" + user + "/.ssh/authorized_keys")) {
            return bad("InvalidParameter", "ssh.publicKeys: " + key);
        }
        if (body.path("zones").size() > 1) {
            return bad("InvalidParameter", "a virtual machine has one zone");
        }
        if (body.has("identity")
                && !body.at("/identity/type").asString("").equals("UserAssigned")) {
            return bad("InvalidParameter", "identity.type: " + body.path("identity"));
        }
        return Optional.empty();
    }

    private static Optional<Answer> bad(String code, String message) {
        return Optional.of(Answers.error(400, code, message));
    }
}
