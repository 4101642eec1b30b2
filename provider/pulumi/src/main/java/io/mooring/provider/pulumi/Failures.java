package io.mooring.provider.pulumi;

import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationTimedOut;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.ResourceFailure;
import pulumirpc.Errors.InputPropertiesError;
import pulumirpc.Provider.ErrorResourceInitFailed;

/// What went wrong, as the engine wants to hear it. The code matters: after UNKNOWN or INTERNAL the
/// engine believes that something may have been made and keeps a pending operation; after any other
/// it knows that nothing was.
final class Failures {
    private Failures() {}

    static Throwable onWire(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException ready -> ready;
            case StatusException ready -> ready;
            case InvalidInputs invalid -> invalidInputs(invalid);
            case OperationCancelled stopped -> status(Status.ABORTED, stopped);
            case OperationTimedOut late -> status(Status.DEADLINE_EXCEEDED, late);
            case ResourceFailure other -> status(Status.FAILED_PRECONDITION, other);
            case IllegalArgumentException wrong -> status(Status.INVALID_ARGUMENT, wrong);
            default ->
                    Status.UNKNOWN
                            .withDescription(
                                    "the provider failed unexpectedly, please report this: "
                                            + failure
                                            + place(failure))
                            .withCause(failure)
                            .asRuntimeException();
        };
    }

    /// A resource that exists but is not as wanted: the engine keeps it and repairs it next time.
    static StatusRuntimeException partial(PartialFailure failure, ObjectValue inputs) {
        var details =
                ErrorResourceInitFailed.newBuilder()
                        .setId(failure.id())
                        .setProperties(Wire.write(failure.outputs()))
                        .setInputs(Wire.write(inputs))
                        .addAllReasons(failure.reasons());
        return StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.UNKNOWN.value())
                        .setMessage(failure.getMessage() + "")
                        .addDetails(Any.pack(details.build()))
                        .build());
    }

    private static StatusRuntimeException invalidInputs(InvalidInputs invalid) {
        var details = InputPropertiesError.newBuilder();
        for (var failure : invalid.failures()) {
            details.addErrors(
                    InputPropertiesError.PropertyError.newBuilder()
                            .setPropertyPath(failure.path())
                            .setReason(failure.reason()));
        }
        return StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.INVALID_ARGUMENT.value())
                        .setMessage(String.valueOf(invalid.getMessage()))
                        .addDetails(Any.pack(details.build()))
                        .build());
    }

    private static StatusRuntimeException status(Status status, Throwable failure) {
        return status.withDescription(String.valueOf(failure.getMessage()))
                .withCause(failure)
                .asRuntimeException();
    }

    private static String place(Throwable failure) {
        var trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
