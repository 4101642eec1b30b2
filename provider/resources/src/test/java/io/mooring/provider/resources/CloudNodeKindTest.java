package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Providers;
import io.mooring.nodes.local.NamespaceMachines;
import io.mooring.provider.core.ResourceFailure;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CloudNodeKindTest {

    @Test
    void aProviderThatIsNotInstalledIsNamed() {
        var kind = new CloudNodeKind("mars", AwsNodeType.TYPE, new Providers(Path.of("/no/such")));

        assertThatThrownBy(kind::requireUsable)
                .isInstanceOf(ResourceFailure.class)
                .hasCauseInstanceOf(ProviderFailure.class)
                .hasMessage(
                        "there is no node provider mars: its jars should be in /no/such/mars; run `make build`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    image.id    | machine.image.id: is wrong
                    subnets[1]  | machine.subnets[1]: is wrong
                    userData    | preJoinCommands: the user data is wrong
                    images      | images: is wrong
                    """)
    void whatAProviderBlamesIsToldByProperty(String field, String expected) {
        assertThat(cloud().blamed(new BadConfiguration(field, "is wrong")))
                .hasToString("Optional[" + expected + "]");
    }

    @Test
    void whatNoPropertySaysIsNotBlamedOnOne() {
        assertThat(cloud().blamed(new BadConfiguration("credentials", "are wrong")))
                .isEqualTo(Optional.empty());
        assertThat(cloud().blamed(new BadConfiguration("", "is wrong")))
                .isEqualTo(Optional.empty());
    }

    private static NodeMachines cloud() {
        var provider = new NamespaceMachines(Path.of("/no/such"), Path.of("/no/such"));
        return new NodeMachines(provider, new Joining(provider), "machine", 1);
    }
}
