package io.mooring.provider.pulumi;

import io.grpc.Status;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import java.util.List;
import java.util.function.Supplier;
import pulumirpc.Provider.CallRequest;
import pulumirpc.Provider.CallResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;

/// The calls of functions. Thread-safe.
final class FunctionRpcs {
    private final Supplier<Registry> registry;
    private final Session session;

    FunctionRpcs(Supplier<Registry> registry, Session session) {
        this.registry = registry;
        this.session = session;
    }

    InvokeResponse invoke(InvokeRequest request) {
        return switch (run(request.getTok(), Wire.read(request.getArgs()))) {
            case Answer.Results(var results) ->
                    InvokeResponse.newBuilder().setReturn(Wire.write(results)).build();
            case Answer.Refused(var failures) ->
                    InvokeResponse.newBuilder()
                            .addAllFailures(ResourceRpcs.failures(failures))
                            .build();
        };
    }

    CallResponse call(CallRequest request) {
        return switch (run(request.getTok(), Wire.read(request.getArgs()))) {
            case Answer.Results(var results) ->
                    CallResponse.newBuilder().setReturn(Wire.write(results)).build();
            case Answer.Refused(var failures) ->
                    CallResponse.newBuilder()
                            .addAllFailures(ResourceRpcs.failures(failures))
                            .build();
        };
    }

    private sealed interface Answer {
        record Results(ObjectValue results) implements Answer {}

        record Refused(List<PropertyFailure> failures) implements Answer {}
    }

    private Answer run(String tok, ObjectValue arguments) {
        var token = Token.parse(tok);
        var function =
                registry.get()
                        .function(token)
                        .orElseThrow(() ->
                                Status.UNIMPLEMENTED
                                        .withDescription(
                                                "this version of the provider has no function "
                                                        + token)
                                        .asRuntimeException());
        var type = function.type();
        var checked = SchemaCheck.check(type.inputs(), arguments);
        if (!checked.failures().isEmpty()) {
            return new Answer.Refused(checked.failures());
        }
        if (checked.inputs().hasUnknown()) {
            return new Answer.Results(type.outputs().unknown());
        }
        var name = new LogicalName("", "", token, "");
        var results = function.handler().get().invoke(checked.inputs(), session.function(name));
        return new Answer.Results(SchemaCheck.markSecrets(type.outputs(), results));
    }
}
