package io.mooring.provider.pulumi;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import io.mooring.frontends.FrontEnd;
import io.mooring.frontends.Verdict;
import io.mooring.frontends.Verdict.Action;
import io.mooring.frontends.Verdict.Problem;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.PropertyDiff.Kind;
import pulumirpc.Provider.UpdateRequest;

/// The Pulumi front end as its engine asks it in a preview: check, then diff, then the preview of
/// what is to be done.
public final class PulumiSide implements FrontEnd {
    private final ResourceRpcs resources;

    public PulumiSide(Registry registry) {
        this.resources = new ResourceRpcs(() -> registry, new Session(Clock.systemUTC()));
    }

    @Override
    public Verdict create(Token type, ObjectValue inputs) {
        return judged(() -> {
            var checked = check(type, ObjectValue.EMPTY, inputs);
            return checked.getFailuresCount() > 0
                    ? refused(checked)
                    : Verdict.of(
                            Action.CREATE,
                            List.of(),
                            Wire.read(
                                    resources
                                            .create(
                                                    CreateRequest.newBuilder()
                                                            .setUrn(urn(type))
                                                            .setProperties(checked.getInputs())
                                                            .setPreview(true)
                                                            .build())
                                            .getProperties()));
        });
    }

    @Override
    public Verdict change(Token type, Made made, ObjectValue inputs) {
        return judged(() -> {
            var checked = check(type, made.checked(), inputs);
            if (checked.getFailuresCount() > 0) {
                return refused(checked);
            }
            var difference =
                    resources.diff(
                            DiffRequest.newBuilder()
                                    .setUrn(urn(type))
                                    .setId(made.id())
                                    .setOldInputs(Wire.write(made.checked()))
                                    .setOlds(Wire.write(made.outputs()))
                                    .setNews(checked.getInputs())
                                    .build());
            return difference.getChanges() == DiffChanges.DIFF_NONE
                    ? Verdict.of(Action.NONE, List.of(), ObjectValue.EMPTY)
                    : changed(type, made, checked, difference);
        });
    }

    /// Values as the engine sends those that it has in a state.
    public static String sent(ObjectValue values) {
        try {
            return JsonFormat.printer().print(Wire.write(values));
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// What was sent so.
    public static ObjectValue read(String sent) {
        try {
            var struct = Struct.newBuilder();
            JsonFormat.parser().merge(sent, struct);
            return Wire.read(struct.build());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new AssertionError(sent, unreadable);
        }
    }

    private Verdict changed(Token type, Made made, CheckResponse checked, DiffResponse difference) {
        var replacing =
                difference.getDetailedDiffMap().entrySet().stream()
                        .filter(it -> replaces(it.getValue().getKind()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (difference.getReplacesCount() > 0) {
            return Verdict.of(Action.REPLACE, replacing, ObjectValue.EMPTY);
        }
        var updated =
                resources.update(
                        UpdateRequest.newBuilder()
                                .setUrn(urn(type))
                                .setId(made.id())
                                .setOldInputs(Wire.write(made.checked()))
                                .setOlds(Wire.write(made.outputs()))
                                .setNews(checked.getInputs())
                                .setPreview(true)
                                .build());
        return Verdict.of(Action.UPDATE, replacing, Wire.read(updated.getProperties()));
    }

    private CheckResponse check(Token type, ObjectValue old, ObjectValue inputs) {
        return resources.check(
                CheckRequest.newBuilder()
                        .setUrn(urn(type))
                        .setOlds(Wire.write(old))
                        .setNews(Wire.write(inputs))
                        .build());
    }

    private static boolean replaces(Kind kind) {
        return switch (kind) {
            case ADD_REPLACE, UPDATE_REPLACE, DELETE_REPLACE -> true;
            case ADD, UPDATE, DELETE, UNRECOGNIZED -> false;
        };
    }

    private static Verdict refused(CheckResponse checked) {
        return Verdict.refused(
                checked.getFailuresList().stream().map(PulumiSide::problem).toList());
    }

    private static Problem problem(CheckFailure failure) {
        return new Problem(failure.getProperty(), failure.getReason());
    }

    private static Verdict judged(Supplier<Verdict> plan) {
        try {
            return plan.get();
        } catch (RuntimeException failure) {
            var said = Status.fromThrowable(Failures.onWire(failure)).getDescription();
            return Verdict.refused(List.of(new Problem("", String.valueOf(said))));
        }
    }

    private static String urn(Token type) {
        return "urn:pulumi:dev::shop::" + type + "::nodes";
    }
}
