package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "http://127.0.0.1.example.com",
                "http://localhost@example.com",
                "ftp://127.0.0.1",
                "https://"
            })
    void noTokenGoesOverAnOpenLine(String endpoint) {
        assertThat(problems(endpoint))
                .extracting(SettingProblem::reason)
                .containsExactly(
                        "must be an https URL; http only to this machine's loopback, where nothing is signed in to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "http://127.0.0.1:8400", "http://[::1]/", ""})
    void whatIsSafeIsTaken(String endpoint) {
        assertThat(problems(endpoint)).isEmpty();
    }

    private static List<SettingProblem> problems(String endpoint) {
        var problems = new ArrayList<SettingProblem>();
        var tree = new SettingsTree(Map.of("endpoint", endpoint), problems);
        assertThat(Endpoint.read(tree, "endpoint")).isEqualTo(endpoint);
        return problems;
    }
}
