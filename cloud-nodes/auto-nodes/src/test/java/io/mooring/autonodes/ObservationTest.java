package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the watches tell, and whom it wakes.
final class ObservationTest {

    @Test
    void aChangeOfAPoolThatIsNoneToUsIsStillToBeAnswered() {
        var news = new AtomicInteger();
        try (var observation = new Observation(news::incrementAndGet)) {
            observation.pools.present(Given.object(pool(1, "60m")));
            int before = news.get();
            observation.pools.present(Given.object(pool(2, "1h")));

            assertThat(news.get()).isGreaterThan(before);
            assertThat(observation.generations()).containsEntry("burst", 2L);
        }
    }

    private static String pool(int version, String expireAfter) {
        return """
        metadata: {name: burst, uid: u, resourceVersion: "%1$d", generation: %1$d}
        spec:
          template:
            spec:
              nodeClassRef: {group: mooring.io, kind: MachineProvider, name: aws}
              expireAfter: %2$s
        """
                .formatted(version, expireAfter);
    }
}
