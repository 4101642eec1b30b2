package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TenantEventsTest {
    @Test
    void anAnswerThatMakesNoSenseEndsNothing() throws IOException, InterruptedException {
        try (var api = new TextApi(_ -> Optional.of("no JSON"))) {
            var events = new TenantEvents(api.client, () -> Instant.EPOCH);
            var thread = Thread.ofVirtual().start(events::work);
            try {
                events.tell(object("one"), "first");
                events.tell(object("two"), "second");
                events.tell(object("three"), "third");

                for (int i = 0; i < 3; i++) {
                    assertThat(api.asked.poll(20, TimeUnit.SECONDS))
                            .isEqualTo("POST /api/v1/namespaces/shop/events");
                }
                assertThat(thread.isAlive()).isTrue();
            } finally {
                thread.interrupt();
            }
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static KubeObject object(String name) {
        return KubeObject.of(
                ObjectRef.of(ResourceKind.CONFIG_MAP, "shop", name),
                Map.of("metadata", Map.of("uid", name)));
    }
}
