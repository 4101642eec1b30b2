package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.ApiDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks requests against the published description of the API, as far as we call it, and against
/// what it says in sentences only.
final class Requests {

    private static final int VALUE_LIMIT = 256 * 1024;
    private static final int METADATA_LIMIT = 512 * 1024;

    private static final ApiDescription API = ApiDescription.read(Requests.class, "compute.json");

    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Requests() {}

    /// The answer to a request that is wrong.
    static Optional<Answer> refused(GceCall call) {
        boolean changes = !call.method().equals("GET");
        if (changes && !UUID.matcher(call.query().getOrDefault("requestId", "")).matches()) {
            return bad("Invalid value for field 'requestId': '" + call.query() + "'.");
        }
        boolean launch = call.is("POST", "instances") && call.name().isEmpty();
        return fields(call)
                .or(() -> launch ? names(call.body()).or(() -> launch(call)) : Optional.empty());
    }

    private static Optional<Answer> fields(GceCall call) {
        List<String> wrong = API.wrong(call.method(), call.path(), call.query(), call.body());
        return wrong.isEmpty() ? Optional.empty() : bad(call + ": " + String.join(", ", wrong));
    }

    private static Optional<Answer> names(JsonNode body) {
        var names = new ArrayList<String>();
        names.add(body.path("name").asString(""));
        body.path("tags").path("items").forEach(it -> names.add(it.asString("")));
        var labels = new ArrayList<JsonNode>();
        labels.add(body.path("labels"));
        body.path("disks")
                .forEach(it -> {
                    names.add(it.at("/initializeParams/diskName").asString(""));
                    labels.add(it.at("/initializeParams/labels"));
                });
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                return bad("Invalid value for field 'resource.name': '" + name + "'.");
            }
        }
        boolean wrong =
                labels.stream()
                        .flatMap(it -> it.properties().stream())
                        .anyMatch(it ->
                                !LABEL.matcher(it.getKey()).matches()
                                        || !VALUE.matcher(it.getValue().asString("")).matches());
        return wrong
                ? bad("Invalid value for field 'resource.labels': '" + labels + "'.")
                : Optional.empty();
    }

    /// What the description says in sentences.
    private static Optional<Answer> launch(GceCall call) {
        JsonNode body = call.body();
        JsonNode scheduling = body.path("scheduling");
        boolean spot = scheduling.path("provisioningModel").asString("").equals("SPOT");
        boolean moves = !scheduling.path("onHostMaintenance").asString("").equals("TERMINATE");
        int all = 0;
        for (JsonNode item : body.path("metadata").path("items")) {
            int size = item.path("value").asString("").getBytes(StandardCharsets.UTF_8).length;
            all += size + item.path("key").asString("").length();
            if (size > VALUE_LIMIT) {
                return bad("Value for field 'resource.metadata.items[0].value' is too large.");
            }
        }
        if (all > METADATA_LIMIT) {
            return bad("Value for field 'resource.metadata' is too large.");
        }
        if (spot && (moves || scheduling.path("automaticRestart").asBoolean(true))) {
            return bad("Scheduling must have preemptible be false when AutomaticRestart is true.");
        }
        if (!spot && scheduling.has("instanceTerminationAction")) {
            return bad("Instance termination action is for preemptible instances.");
        }
        if (body.has("guestAccelerators") && moves) {
            return bad("Instances with guest accelerators do not support live migration.");
        }
        long boots =
                body.path("disks").valueStream().filter(it -> it.path("boot").asBoolean()).count();
        if (boots != 1) {
            return bad("Boot disk must be specified once.");
        }
        return elsewhere(call);
    }

    /// What a zone has must be named of that zone.
    private static Optional<Answer> elsewhere(GceCall call) {
        var named = new ArrayList<String>();
        named.add(call.body().path("machineType").asString(""));
        call.body()
                .path("disks")
                .forEach(it ->
                        named.add(
                                it.at("/initializeParams/diskType").asString(call.scope() + "/")));
        call.body()
                .path("guestAccelerators")
                .forEach(it -> named.add(it.path("acceleratorType").asString("")));
        return named.stream().allMatch(it -> it.startsWith(call.scope() + "/"))
                ? Optional.empty()
                : bad("Invalid value for field 'resource.machineType': '" + named + "'.");
    }

    private static Optional<Answer> bad(String message) {
        return Optional.of(Answers.error(400, "invalid", message));
    }
}
