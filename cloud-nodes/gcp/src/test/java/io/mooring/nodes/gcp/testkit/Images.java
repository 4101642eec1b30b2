package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which images and networks there are: all but those named `missing`.
final class Images {

    /// What the newest image of each family ends with.
    static final String NEWEST = "-v20260101";

    private Images() {}

    static Answer ofFamily(GceCall call) {
        String family = call.action();
        String path = "projects/" + call.project() + "/global/images/family/" + family;
        return family.equals("missing")
                ? Answers.absent(path)
                : Answer.json(
                        200,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("name", family + NEWEST)
                                .put("family", family)
                                .put(
                                        "selfLink",
                                        "https://www.googleapis.com/compute/v1/projects/"
                                                + call.project()
                                                + "/global/images/"
                                                + family
                                                + NEWEST));
    }

    /// What a request for a machine names and is not there.
    static Optional<Answer> missing(JsonNode body) {
        String image = body.at("/disks/0/initializeParams/sourceImage").asString("");
        if (image.endsWith("/missing")) {
            return Optional.of(Answers.absent(image));
        }
        for (String field : new String[] {"subnetwork", "network"}) {
            String value = body.at("/networkInterfaces/0/" + field).asString("");
            if (value.endsWith("/missing")) {
                return Optional.of(
                        Answers.error(
                                400,
                                "invalid",
                                "Invalid value for field 'resource.networkInterfaces[0].%s': '%s'. The referenced %s resource cannot be found."
                                        .formatted(field, value, field)));
            }
        }
        return Optional.empty();
    }
}
