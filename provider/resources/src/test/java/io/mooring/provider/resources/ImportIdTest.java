package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.ResourceFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportIdTest {

    @Test
    void aNameAloneIsAControlPlaneOfThisMachine() {
        assertThat(ImportId.parse("shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {standalone: {local: {}}}}"));
    }

    @Test
    void aNamespaceInFrontIsOneInTheHostClusterOfTheUser() {
        assertThat(ImportId.parse("tenants/shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {kubernetes: {namespace: tenants}}}"));
    }

    @Test
    void whatIsBeforeTheNamespaceIsAContextWhateverItsName() {
        assertThat(ImportId.parse("arn:aws:eks:eu:1:cluster/big/tenants/shop").inputs())
                .isEqualTo(
                        Given.value(
                                "{name: shop, host: {kubernetes: {namespace: tenants, context: 'arn:aws:eks:eu:1:cluster/big'}}}"));
    }

    @Test
    void whatBeginsWithDockerIsOneInTheEngineOfTheUser() {
        assertThat(ImportId.parse("docker:shop").inputs())
                .isEqualTo(Given.value("{name: shop, host: {docker: {}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop", "tenants/", "/tenants/shop", "big//shop"})
    void anythingElseIsRefusedWithWhatToWrite(String id) {
        assertThatThrownBy(() -> ImportId.parse(id))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "importing \"%s\": this names no control plane; write NAME for one of this machine, NAMESPACE/NAME or CONTEXT/NAMESPACE/NAME for one in a host cluster, docker:NAME for one in a container engine"
                                .formatted(id));
    }
}
