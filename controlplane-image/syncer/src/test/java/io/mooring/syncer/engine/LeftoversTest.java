package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LeftoversTest {
    private static final String DEFINITION =
            """
            {"metadata": {"name": "widgets.example.com", "uid": "%s"},
             "spec": {"group": "example.com", "scope": "Namespaced",
                      "names": {"kind": "Widget", "plural": "widgets"},
                      "versions": [{"name": "v1", "served": true}]}}
            """;
    private static final String OWN = "{\"metadata\": {\"namespace\": \"shop\", \"name\": \"%s\"}}";

    private String uid = "1";
    private Optional<String> own = Optional.of("mine");
    private boolean defined = true;

    /// A definition that the settings show no more, and what the tenant has of it.
    private Optional<String> tenant(String asked) {
        if (asked.startsWith("DELETE ")) {
            defined = false;
            return Optional.of("{}");
        }
        if (asked.contains("/customresourcedefinitions?")) {
            return list(defined ? Optional.of(DEFINITION.formatted(uid)) : Optional.empty());
        }
        return list(
                asked.contains("/widgets?limit=1&") ? own.map(OWN::formatted) : Optional.empty());
    }

    private static Optional<String> list(Optional<String> item) {
        return Optional.of("{\"items\": [" + item.orElse("") + "]}");
    }

    @Test
    void whyADefinitionStaysIsToldOnceAndAgainWhenThatIsAnother() throws IOException {
        var told = new ArrayList<String>();
        try (var tenant = new TextApi(this::tenant);
                var host = new TextApi(_ -> list(Optional.empty()))) {
            var leftovers =
                    new Leftovers(
                            tenant.client,
                            host.client,
                            Simulation.SETTINGS,
                            new OwnResources(tenant.client),
                            (object, message) -> told.add(object.name() + ": " + message));
            for (int i = 0; i < 3; i++) {
                assertThat(leftovers.sweep()).contains(Duration.ofMinutes(1));
            }
            assertThat(told).containsExactly(stays("mine"));

            own = Optional.of("other");
            assertThat(leftovers.sweep()).isPresent();
            uid = "2";
            assertThat(leftovers.sweep()).isPresent();
            assertThat(told).isEqualTo(List.of(stays("mine"), stays("other"), stays("other")));

            own = Optional.empty();
            assertThat(leftovers.sweep()).isEmpty();
            assertThat(defined).isFalse();
        }
    }

    private static String stays(String name) {
        return "widgets.example.com: the host cluster shows it no more; it stays for as long as"
                + " there are objects of this cluster's own, such as shop/"
                + name
                + ": delete those if it is to go";
    }
}
