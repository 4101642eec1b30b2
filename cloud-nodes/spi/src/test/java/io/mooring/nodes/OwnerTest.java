package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OwnerTest {

    @Test
    void aClusterOwnsMachinesByItsCaAndNotByItsName() {
        String hash = "sha256:" + "0123456789abcdef".repeat(4);

        assertThat(Owner.ofCluster(hash).uid()).isEqualTo("0123456789abcdef".repeat(2));
        assertThat(Owner.ofCluster(hash)).isNotEqualTo(Owner.ofCluster(hash.replace('0', '1')));
    }

    @Test
    void anOwnerThatCouldBeMistakenIsRefused() {
        assertThatThrownBy(() -> new Owner("dev"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("owner 'dev' is not 8 to 64 lower-case letters and digits");
    }
}
