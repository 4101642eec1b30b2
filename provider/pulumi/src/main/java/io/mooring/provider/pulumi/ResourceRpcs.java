package io.mooring.provider.pulumi;

import io.grpc.Status;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import java.util.List;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;

/// The calls about one resource, from check to delete. Thread-safe.
final class ResourceRpcs {
    private final Supplier<Registry> registry;
    private final Session session;

    ResourceRpcs(Supplier<Registry> registry, Session session) {
        this.registry = registry;
        this.session = session;
    }

    CheckResponse check(CheckRequest request) {
        var context =
                new CheckContext(
                        Urn.parse(request.getUrn()).logicalName(),
                        Wire.read(request.getOlds()),
                        session.config());
        var checked = lifecycle(request.getUrn()).check(Wire.read(request.getNews()), context);
        return CheckResponse.newBuilder()
                .setInputs(Wire.write(checked.inputs()))
                .addAllFailures(failures(checked.failures()))
                .build();
    }

    DiffResponse diff(DiffRequest request) {
        var lifecycle = lifecycle(request.getUrn());
        var old = existing(request.getId(), request.getOldInputs(), request.getOlds());
        var difference = lifecycle.diff(old, Wire.read(request.getNews()));
        return DiffAnswer.of(difference, lifecycle.stableNames());
    }

    CreateResponse create(CreateRequest request) {
        var lifecycle = lifecycle(request.getUrn());
        var inputs = Wire.read(request.getProperties());
        if (request.getPreview()) {
            var name = Urn.parse(request.getUrn()).logicalName();
            return CreateResponse.newBuilder()
                    .setProperties(Wire.write(lifecycle.previewCreate(inputs, name)))
                    .build();
        }
        try {
            var created =
                    lifecycle.create(
                            inputs, session.operation(request.getUrn(), request.getTimeout()));
            return CreateResponse.newBuilder()
                    .setId(created.id())
                    .setProperties(Wire.write(created.outputs()))
                    .build();
        } catch (PartialFailure partial) {
            throw Failures.partial(partial, inputs);
        }
    }

    ReadResponse read(ReadRequest request) {
        var old =
                new Existing(
                        request.getId(),
                        Wire.read(request.getInputs()),
                        Wire.read(request.getProperties()));
        var context = session.operation(request.getUrn(), request.getTimeout());
        return switch (lifecycle(request.getUrn()).read(old, context)) {
            case ReadOutcome.Found(var id, var inputs, var outputs) ->
                    ReadResponse.newBuilder()
                            .setId(id)
                            .setInputs(Wire.write(inputs))
                            .setProperties(Wire.write(outputs))
                            .build();
            case ReadOutcome.Gone _ -> ReadResponse.getDefaultInstance();
        };
    }

    UpdateResponse update(UpdateRequest request) {
        var lifecycle = lifecycle(request.getUrn());
        var old = existing(request.getId(), request.getOldInputs(), request.getOlds());
        var inputs = Wire.read(request.getNews());
        if (request.getPreview()) {
            return UpdateResponse.newBuilder()
                    .setProperties(Wire.write(lifecycle.previewUpdate(old, inputs)))
                    .build();
        }
        try {
            var outputs =
                    lifecycle.update(
                            old, inputs, session.operation(request.getUrn(), request.getTimeout()));
            return UpdateResponse.newBuilder().setProperties(Wire.write(outputs)).build();
        } catch (PartialFailure partial) {
            throw Failures.partial(partial, inputs);
        }
    }

    void delete(DeleteRequest request) {
        var old = existing(request.getId(), request.getOldInputs(), request.getProperties());
        lifecycle(request.getUrn())
                .delete(old, session.operation(request.getUrn(), request.getTimeout()));
    }

    static List<CheckFailure> failures(List<PropertyFailure> failures) {
        return failures.stream()
                .map(failure ->
                        CheckFailure.newBuilder()
                                .setProperty(failure.path())
                                .setReason(failure.reason())
                                .build())
                .toList();
    }

    private Lifecycle lifecycle(String urn) {
        var type = Urn.parse(urn).type();
        return registry.get()
                .resource(type)
                .map(Lifecycle::new)
                .orElseThrow(() ->
                        Status.NOT_FOUND
                                .withDescription(
                                        "this version of the provider has no resource type " + type)
                                .asRuntimeException());
    }

    /// Engines that do not tell old inputs leave them empty; the old outputs hold them too.
    private static Existing existing(
            String id, com.google.protobuf.Struct oldInputs, com.google.protobuf.Struct olds) {
        ObjectValue outputs = Wire.read(olds);
        return new Existing(
                id, oldInputs.getFieldsCount() == 0 ? outputs : Wire.read(oldInputs), outputs);
    }
}
