package io.mooring.provider.terraform;

import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.LogicalName;
import java.util.List;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.OpenEphemeralResource;
import tfplugin6.Tfplugin6.ReadDataSource;
import tfplugin6.Tfplugin6.ValidateDataResourceConfig;
import tfplugin6.Tfplugin6.ValidateEphemeralResourceConfig;

/// The calls about data sources and ephemeral resources. Nothing has to be closed: all of them only
/// look.
final class DataRpcs {
    private final Supplier<DataSources> sources;
    private final Session session;

    DataRpcs(Supplier<DataSources> sources, Session session) {
        this.sources = sources;
        this.session = session;
    }

    ValidateDataResourceConfig.Response validate(ValidateDataResourceConfig.Request request) {
        return ValidateDataResourceConfig.Response.newBuilder()
                .addAllDiagnostics(problems(request.getTypeName(), request.getConfig()))
                .build();
    }

    ValidateEphemeralResourceConfig.Response validate(
            ValidateEphemeralResourceConfig.Request request) {
        return ValidateEphemeralResourceConfig.Response.newBuilder()
                .addAllDiagnostics(problems(request.getTypeName(), request.getConfig()))
                .build();
    }

    ReadDataSource.Response read(ReadDataSource.Request request) {
        return ReadDataSource.Response.newBuilder()
                .setState(found(request.getTypeName(), request.getConfig()))
                .build();
    }

    OpenEphemeralResource.Response open(OpenEphemeralResource.Request request) {
        return OpenEphemeralResource.Response.newBuilder()
                .setResult(found(request.getTypeName(), request.getConfig()))
                .build();
    }

    private List<Diagnostic> problems(String name, DynamicValue given) {
        var source = sources.get().named(name);
        var checked = source.check(Resources.read(given).orElseThrow());
        return Diagnostics.of(source.attributes(), checked.failures());
    }

    private DynamicValue found(String name, DynamicValue given) {
        var source = sources.get().named(name);
        var config = Resources.read(given).orElseThrow();
        var checked = source.check(config);
        if (!checked.failures().isEmpty()) {
            throw new InvalidInputs("reading " + name + ":", checked.failures());
        }
        var context = session.operation(new LogicalName("", "", source.type().token(), ""));
        return Resources.write(source.read(config, checked.inputs(), context));
    }
}
