package io.mooring.provider.terraform;

import io.mooring.provider.core.Checked;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Every function that gets something, by its name in Terraform, where it is a data source, which
/// leaves what it found in the state, and an ephemeral resource, which leaves nothing. Immutable.
final class DataSources {
    private final Map<String, Entry> entries;

    /// A function with the attributes that its arguments and results are.
    record Entry(FunctionType type, Attributes attributes, Registry.Function function) {

        /// What a configuration asks for, checked.
        Checked check(Msg.Fields config) {
            return SchemaCheck.check(type.inputs(), attributes.inputs(config));
        }

        /// What was given, and the results.
        Msg.Fields read(Msg.Fields config, ObjectValue arguments, OperationContext context) {
            var results = arguments.with(function.handler().get().invoke(arguments, context));
            return new Msg.Fields(
                    attributes.values(
                            config, a -> Cty.write(a.type(), results.field(a.property()))));
        }
    }

    DataSources(Registry registry) {
        var found = new TreeMap<String, Entry>();
        for (var function : registry.functions()) {
            var type = function.type();
            if (!Names.isLook(type.token())) {
                continue;
            }
            found.put(
                    Names.dataSource(type.token()),
                    new Entry(type, Attributes.of(type.inputs(), type.outputs()), function));
        }
        this.entries = Collections.unmodifiableMap(found);
    }

    Map<String, Entry> all() {
        return entries;
    }

    Entry named(String name) {
        return Names.known(entries, "data source", name);
    }
}
