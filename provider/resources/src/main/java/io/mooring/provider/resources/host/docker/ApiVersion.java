package io.mooring.provider.resources.host.docker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A version of the Engine API.
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /// Docker 20.10 and Podman 4 have it.
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /// The last whose description our calls were held to.
    static final ApiVersion NEWEST = new ApiVersion(1, 50);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

    /// The last that both sides know.
    ///
    /// @param said what the engine says of itself
    /// @throws EngineFailure if there is none
    static ApiVersion agreed(EngineEndpoint endpoint, JsonNode said) {
        Matcher newest = FORM.matcher(said.path("ApiVersion").asString(""));
        if (!newest.matches()) {
            throw new EngineFailure(
                    0,
                    "what answers at %s is no container engine: it does not say which version of the Engine API it has"
                            .formatted(endpoint));
        }
        ApiVersion its = of(newest);
        Matcher oldest = FORM.matcher(said.path("MinAPIVersion").asString(""));
        ApiVersion agreed = its.compareTo(NEWEST) < 0 ? its : NEWEST;
        if (agreed.compareTo(OLDEST) < 0) {
            throw new EngineFailure(
                    0,
                    "the engine at %s is too old: it has version %s of the Engine API, and %s is needed; take Docker 20.10 or later"
                            .formatted(endpoint, its, OLDEST));
        }
        if (oldest.matches() && of(oldest).compareTo(agreed) > 0) {
            throw new EngineFailure(
                    0,
                    "the engine at %s is too new: it has the Engine API from version %s on, and this version of Mooring knows it up to %s; take a later one of Mooring"
                            .formatted(endpoint, of(oldest), NEWEST));
        }
        return agreed;
    }

    private static ApiVersion of(Matcher matcher) {
        return new ApiVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /// How paths of its calls begin.
    String path() {
        return "/v" + this;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major == other.major
                ? Integer.compare(minor, other.minor)
                : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
