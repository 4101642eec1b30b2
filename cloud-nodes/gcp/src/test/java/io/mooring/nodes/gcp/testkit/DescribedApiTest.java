package io.mooring.nodes.gcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.testkit.Exchanges;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// That the server refuses what Google's description does not have; that what we send is in it, all
/// other tests show.
final class DescribedApiTest {

    private static final String INSTANCES =
            "/compute/v1/projects/my-project-1/zones/europe-west1-b/instances";

    @Test
    void aRequestIsHeldToTheDescriptionField() {
        assertThat(
                        refusal(
                                INSTANCES,
                                """
                                {"status": "RUNNING", "colour": "red", "canIpForward": "yes", "labels": "none",
                                 "scheduling": {"provisioningModel": "CHEAP"},
                                 "metadata": {"items": [{"key": "a b"}]},
                                 "disks": [{"initializeParams": {"diskSizeGb": "ten"}}],
                                 "guestAccelerators": [{"acceleratorCount": "1"}]}
                                """))
                .contains(
                        "status: is only told, never taken",
                        "unknown colour",
                        "canIpForward: is neither true nor false",
                        "labels: is no map",
                        "scheduling.provisioningModel: is \"CHEAP\", none of",
                        "missing metadata.items[].value",
                        "metadata.items[].key: is \"a b\", not as",
                        "disks[].initializeParams.diskSizeGb: is no whole number",
                        "guestAccelerators[].acceleratorCount: is no whole number",
                        "missing name");
    }

    @Test
    void aCallThatIsNotDescribedIsRefused() {
        assertThat(refusal(INSTANCES + "/web/paint", "{}"))
                .contains("no call is described that is POST " + INSTANCES + "/web/paint");
    }

    @Test
    void parametersAreHeldToItToo() {
        assertThat(refusal(INSTANCES + "/web/stop?discardLocalSsd=perhaps&now=1", "{}"))
                .contains(
                        "parameter discardLocalSsd: is neither true nor false",
                        "parameter now: unknown");
    }

    private static String refusal(String target, String body) {
        int query = target.indexOf('?');
        var parameters =
                Exchanges.pairs(
                        (query < 0 ? "" : target.substring(query + 1) + "&")
                                + "requestId=01234567-89ab-cdef-0123-456789abcdef");
        String path = query < 0 ? target : target.substring(0, query);
        GceCall call =
                GceCall.of(
                        0, "POST", path, parameters, Map.of(), JsonMapper.shared().readTree(body));
        String answer = Requests.refused(call).orElseThrow().body();
        return JsonMapper.shared().readTree(answer).at("/error/message").asString();
    }
}
