package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RestartsTest {

    @ParameterizedTest
    @CsvSource({
        "now, 2, 4, true",
        "now, 2, 3, false",
        // of the configuration before
        "before, 2, 9, false",
        // the host has not seen the change yet
        "now, 1, 9, false",
    })
    void podsOfTheNewestConfigurationCount(String pod, int seen, int restarts, boolean inVain)
            throws IOException {
        try (var api = new FakeHostApi()) {
            api.with(
                    "statefulsets/shop",
                    """
                    {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"generation": 2},
                     "status": {"observedGeneration": %d, "updateRevision": "now"}}
                    """
                            .formatted(seen));
            api.with(
                    "pods/shop-0",
                    """
                    {"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"labels": {"mooring.io/cluster": "shop", "controller-revision-hash": "%s"}},
                     "status": {"containerStatuses": [{"restartCount": %d}]}}
                    """
                            .formatted(pod, restarts));

            assertThat(Restarts.areInVain(api.place().client(), "tenants", "shop"))
                    .isEqualTo(inVain);
        }
    }
}
