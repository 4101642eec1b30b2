package io.mooring.syncer.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeysTest {
    @Test
    void ordinaryKeysStay() {
        var keys = Map.of("app", "web", "app.kubernetes.io/name", "n", "notmooring.io/x", "y");

        assertThat(Keys.toHost(keys)).isEqualTo(keys);
        assertThat(Keys.toTenant(keys)).isEqualTo(keys);
    }

    @Test
    void aTenantsKeyOfOurDomainCannotBeTakenForOurs() {
        assertThat(Keys.toHost("mooring.io/cluster")).isEqualTo("tenant.mooring.io/cluster");
        assertThat(Keys.toHost("tenant.mooring.io/cluster"))
                .isEqualTo("tenant.tenant.mooring.io/cluster");
        assertThat(Keys.toHost("namespace.mooring.io/a"))
                .isEqualTo("tenant.namespace.mooring.io/a");
        assertThat(Keys.toTenant(Map.of("mooring.io/managed-by", "vc", "app", "web")))
                .containsOnly(Map.entry("app", "web"));
        assertThat(Keys.toTenant(Map.of(Keys.ofNamespaceLabel("team"), "a"))).isEmpty();
    }

    @Test
    void aKeyWithoutRoomForTheEscapeIsHashed() {
        var crowded = "a".repeat(250 - ".mooring.io".length()) + ".mooring.io/x";

        assertThat(Keys.toHost(crowded)).startsWith("crowded.mooring.io/").hasSize(19 + 40);
        assertThat(Keys.isTenants(Keys.toHost(crowded))).isFalse();
    }

    @Test
    void keysComeBackAsTheyWentAndNeverMeet() {
        var random = new SplittableRandom(6);
        var seen = new HashMap<String, String>();
        String[] pieces = {"tenant.", "mooring.io", "/", "x", "namespace.", "crowded."};
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            var key = text.toString();

            var host = Keys.toHost(key);

            assertThat(Keys.isTenants(host)).isTrue();
            assertThat(Keys.toTenant(host)).isEqualTo(key);
            assertThat(seen.computeIfAbsent(host, _ -> key)).isEqualTo(key);
        }
    }
}
