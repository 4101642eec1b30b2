package io.mooring.nodes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract, for providers that a [TestCloud] can be made for.
public abstract class CloudContract extends NodeProviderContract {

    @Nullable private TestCloud<?> cloud;
    @Nullable private NodeProvider provider;

    /// A cloud with nothing in it.
    protected abstract TestCloud<?> make();

    @BeforeEach
    public final void open() {
        TestCloud<?> made = make();
        cloud = made;
        provider = made.open();
    }

    @AfterEach
    public final void close() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    void whatItsCloudSignsOfAMachineIsToldOfThatOneAlone() {
        var one = request("one");
        var two = request("two");

        assertThat(provider().identity(one.id())).isEmpty();
        provider().create(one);
        provider().create(two);

        assertThat(provider().identity(one.id()))
                .isNotEmpty()
                .isEqualTo(provider().identity(one.id()))
                .doesNotContainValue("")
                .isNotEqualTo(provider().identity(two.id()));
        provider().delete(one.id());
        assertThat(provider().identity(one.id())).isEmpty();
    }

    private TestCloud<?> cloud() {
        return Objects.requireNonNull(cloud);
    }

    @Override
    protected NodeProvider provider() {
        return Objects.requireNonNull(provider);
    }

    @Override
    protected String cluster() {
        return cloud().cluster;
    }

    @Override
    protected String otherCluster() {
        return "other-" + cluster();
    }

    @Override
    protected MachineRequest request(String machine) {
        return cloud().request(machine);
    }
}
