package io.mooring.syncer.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResourceClaimTranslatorTest {
    private final Translator claims = new ResourceClaimTranslator(Table.settings(Map.of()));

    @Test
    void anotherAllocationTakesTheFirstsPlaceInTwoSteps() {
        var host = claim("gpu-1");

        var without = claims.toTenant(claim("gpu-0"), host);
        var told = claims.toTenant(without, host);

        assertThat(without.map("status")).isEmpty();
        assertThat(told.map("status")).isEqualTo(host.map("status"));
        assertThat(claims.toTenant(told, host)).isEqualTo(told);
    }

    @Test
    void whatAClaimAsksForStaysAsTheHostHasIt() {
        var existing = KubeObject.parse("{\"spec\": {\"devices\": {\"given\": 1}}}");
        var wanted = KubeObject.parse("{\"spec\": {\"devices\": {}}}");

        assertThat(claims.keeping(wanted, existing).map("spec")).isEqualTo(existing.map("spec"));
        assertThat(claims.changeable(wanted)).isEqualTo(claims.changeable(existing));
    }

    private static KubeObject claim(String device) {
        return KubeObject.parse(
                """
                {"status": {"allocation": {"devices": {"results": [{"request": "one", "device": "%s"}]}}}}
                """
                        .formatted(device));
    }
}
