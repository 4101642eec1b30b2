package io.mooring.nodes.testkit;

import io.mooring.nodes.CreateOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The contract, for providers that a [TestCloud] can be made for.
///
/// @param <T> the cloud
public abstract class CloudBadInputContract<T extends TestCloud<?>> extends BadInputContract {

    protected T cloud;

    /// A cloud with nothing in it.
    protected abstract T make();

    @BeforeEach
    public final void open() {
        cloud = make();
    }

    @AfterEach
    public final void close() {
        cloud.close();
    }

    @Override
    protected final List<String> left() {
        return cloud.there("one");
    }

    /// With settings that suffice, changed by pairs of name and value.
    protected final CreateOutcome create(Object... changes) {
        return cloud.open(changes).create(cloud.request("one"));
    }

    protected final Row row(String field, String says, Object... changes) {
        return new Row(field, says, () -> create(changes));
    }

    /// With user data that is about as long when it is compressed.
    protected final Row tooLong(String says, int length) {
        return new Row(
                "userData",
                says,
                () -> cloud.open().create(cloud.request("one", incompressible(length))));
    }
}
