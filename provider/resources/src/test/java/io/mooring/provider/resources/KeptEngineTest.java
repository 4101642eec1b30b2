package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KeptEngineTest {

    private static final String TOKEN = "mooring:index:ControlPlane";
    private static final String MADE_IN = "unix:///nonexistent/engine.sock";
    private static final String BARE = "name: shop\nhost: {docker: {}}";

    private static Lifecycle where(String dockerHost) {
        Registry registry =
                MooringResources.addTo(
                                Registry.builder(
                                        new Registry.PackageInfo(
                                                "mooring",
                                                "0.0.0",
                                                "Mooring",
                                                "",
                                                ObjectSchema.EMPTY)),
                                Map.of("MOORING_HOME", "/nonexistent", "DOCKER_HOST", dockerHost))
                        .build();
        return new Lifecycle(registry.resource(Token.parse(TOKEN)).orElseThrow());
    }

    private static Existing made(Lifecycle resource, String inputs) {
        ObjectValue checked = Given.checked(resource, "shop", Given.value(inputs));
        return new Existing(
                "shop",
                checked,
                checked.with("ready", Value.of(true)).with("engine", Value.of(MADE_IN)));
    }

    private static Difference diff(Lifecycle resource, String before, String after) {
        return resource.diff(
                made(resource, before), Given.checked(resource, "shop", Given.value(after)));
    }

    @Test
    void anotherEngineThanThatWhichHasItIsRefusedWhateverIsAsked() {
        Lifecycle resource = where("unix:///nonexistent/other.sock");
        Existing shop = made(resource, BARE);
        String refusal =
                "looking for control plane shop: it was made in the engine at unix:///nonexistent/engine.sock, and host.docker.endpoint or DOCKER_HOST now says unix:///nonexistent/other.sock; nothing was done. Set DOCKER_HOST=unix:///nonexistent/engine.sock and run this again";
        OperationContext context = GivenNodes.context(new ArrayList<>());

        assertThatThrownBy(() -> diff(resource, BARE, BARE))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(refusal);
        assertThatThrownBy(() -> resource.read(shop, context)).hasMessage(refusal);
        assertThatThrownBy(() -> resource.update(shop, shop.inputs(), context)).hasMessage(refusal);
        assertThatThrownBy(() -> resource.delete(shop, context)).hasMessage(refusal);
    }

    @Test
    void writingDownWhereItIsReplacesNothing() {
        Lifecycle resource = where(MADE_IN);
        String written = "name: shop\nhost: {docker: {endpoint: '" + MADE_IN + "'}}";

        assertThat(diff(resource, BARE, BARE).isEmpty()).isTrue();
        assertThat(diff(resource, BARE, written).isEmpty()).isFalse();
        assertThat(diff(resource, BARE, written).replaces()).isFalse();
        assertThat(diff(resource, written, BARE).replaces()).isFalse();
    }

    @Test
    void anotherEngineThatIsWrittenDownIsAnotherCluster() {
        String moved = "name: shop\nhost: {docker: {endpoint: 'unix:///nonexistent/other.sock'}}";

        assertThat(diff(where(MADE_IN), BARE, moved).replaces()).isTrue();
    }
}
