package io.mooring.provider.pulumi;

import io.mooring.provider.core.Await;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A provider of notes, which are files in a directory: small, real, and easy to tamper with. A
/// note is ready when the file `NAME.ready` exists, if it was asked to wait.
final class Toy {
    static final ObjectType STYLE =
            ObjectType.of(
                    "toy:index:Style",
                    "How a note looks.",
                    Property.of("color", PropertyType.STRING, "Its colour.").withDefault("black"),
                    Property.of("paper", PropertyType.STRING, "What it is written on.")
                            .asImmutable());

    static final ResourceType NOTE =
            ResourceType.of(
                            "toy:index:Note",
                            "A note in a file.",
                            ObjectSchema.of(
                                    Property.of("directory", PropertyType.STRING, "Where it is.")
                                            .asRequired()
                                            .asImmutable(),
                                    Property.of("name", PropertyType.STRING, "Its file name.")
                                            .asImmutable(),
                                    Property.of("text", PropertyType.STRING, "What it says.")
                                            .asRequired(),
                                    Property.of("pin", PropertyType.STRING, "Opens it.").asSecret(),
                                    Property.of("copies", PropertyType.INTEGER, "How many.")
                                            .withDefault(1),
                                    Property.of("labels", PropertyType.STRING_MAP, "Marks."),
                                    Property.of("style", STYLE.ref(), "How it looks."),
                                    Property.of("waits", PropertyType.BOOLEAN, "Waits to be ready.")
                                            .withDefault(false)),
                            ObjectSchema.of(
                                    Property.of("name", PropertyType.STRING, "Its file name.")
                                            .asRequired(),
                                    Property.of("path", PropertyType.STRING, "Its file.")
                                            .asRequired()
                                            .asStable(),
                                    Property.of("size", PropertyType.INTEGER, "Its length.")
                                            .asRequired(),
                                    Property.of("key", PropertyType.STRING, "A secret of its own.")
                                            .asRequired()
                                            .asSecret()
                                            .asStable()))
                    .withDeleteBeforeReplace();

    static final ComponentType PAIR =
            ComponentType.of(
                    "toy:index:Pair",
                    "A note and answers to it.",
                    ObjectSchema.of(
                            Property.of("directory", PropertyType.STRING, "Where.").asRequired(),
                            Property.of("text", PropertyType.STRING, "What.").asRequired(),
                            Property.of("answers", PropertyType.INTEGER, "How many answers.")
                                    .withDefault(2)),
                    ObjectSchema.of(
                            Property.of("first", PropertyType.STRING, "The note.").asRequired(),
                            Property.of("key", PropertyType.STRING, "Its key.")
                                    .asRequired()
                                    .asSecret()));

    static final FunctionType COUNT =
            FunctionType.of(
                    "toy:index:count",
                    "Counts notes.",
                    ObjectSchema.of(
                            Property.of("directory", PropertyType.STRING, "Where.").asRequired()),
                    ObjectSchema.of(
                            Property.of("notes", PropertyType.INTEGER, "How many.").asRequired(),
                            Property.of("key", PropertyType.STRING, "A secret.").asSecret()));

    private Toy() {}

    static Registry registry() {
        var config =
                ObjectSchema.of(
                        Property.of("readOnly", PropertyType.BOOLEAN, "Makes nothing."),
                        Property.of("labels", PropertyType.STRING_MAP, "Marks of all."),
                        Property.of("retries", PropertyType.INTEGER, "How often."));
        return Registry.builder(
                        new Registry.PackageInfo("toy", "0.1.0", "Toy", "Notes in files.", config))
                .resource(NOTE, Notes::new)
                .component(PAIR, () -> Toy::pair)
                .function(COUNT, () -> Toy::count)
                .build();
    }

    private static ObjectValue pair(ComponentContext context, ObjectValue inputs) {
        var name = context.name().name();
        var first =
                context.child(
                        "toy:index:Note",
                        name + "-first",
                        ObjectValue.builder()
                                .put("directory", inputs.field("directory"))
                                .put("text", inputs.field("text"))
                                .build());
        var answers =
                java.util.stream.IntStream.range(0, inputs.integer("answers").orElse(0))
                        .mapToObj(i ->
                                new ChildSpec(
                                        "toy:index:Note",
                                        name + "-answer-" + i,
                                        ObjectValue.builder()
                                                .put("directory", inputs.field("directory"))
                                                .put("text", first.output("path"))
                                                .put("pin", first.output("key"))
                                                .build()))
                        .toList();
        var _ = context.children(answers);
        return ObjectValue.builder()
                .put("first", first.output("path"))
                .put("key", first.output("key"))
                .build();
    }

    private static ObjectValue count(ObjectValue arguments, OperationContext context) {
        try (var files = Files.list(Path.of(arguments.requireText("directory")))) {
            return ObjectValue.builder()
                    .put("notes", files.filter(f -> f.toString().endsWith(".note")).count())
                    .put("key", "k-count")
                    .build();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// What notes do.
    static final class Notes implements ResourceHandler {
        @Override
        public Checked check(ObjectValue inputs, CheckContext context) {
            if (inputs.text("text").orElse("x").isEmpty()) {
                return new Checked(
                        inputs, List.of(new PropertyFailure("text", "must not be empty")));
            }
            if (inputs.has("name")) {
                return Checked.good(inputs);
            }
            var name =
                    context.oldInputs()
                            .text("name")
                            .orElseGet(() -> context.name().physicalName(40));
            return Checked.good(inputs.with("name", name));
        }

        @Override
        public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
            return inputs.isKnown("directory") && inputs.isKnown("name")
                    ? ObjectValue.EMPTY.with("path", path(inputs).toString())
                    : ObjectValue.EMPTY;
        }

        @Override
        public Created create(ObjectValue inputs, OperationContext context) {
            context.progress().say("writing " + inputs.requireText("name"));
            write(inputs);
            return new Created(path(inputs).toString(), ready(inputs, context));
        }

        @Override
        public ReadOutcome read(Existing old, OperationContext context) {
            var file = Path.of(old.id());
            if (!Files.exists(file)) {
                return new ReadOutcome.Gone();
            }
            var name = file.getFileName().toString().replace(".note", "");
            var inputs =
                    old.inputs()
                            .with("directory", file.getParent().toString())
                            .with("name", name)
                            .with("text", text(file));
            return new ReadOutcome.Found(old.id(), inputs, outputs(inputs));
        }

        @Override
        public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
            write(inputs);
            return ready(inputs, context);
        }

        @Override
        public void delete(Existing old, OperationContext context) {
            try {
                Files.deleteIfExists(Path.of(old.id()));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static ObjectValue ready(ObjectValue inputs, OperationContext context) {
            if (!inputs.flag("waits")) {
                return outputs(inputs);
            }
            var sign = Path.of(path(inputs).toString().replace(".note", ".ready"));
            try {
                return new Await(context, Duration.ofSeconds(60), Duration.ofMillis(50))
                        .until(
                                "note " + inputs.requireText("name") + " to be ready",
                                () ->
                                        Files.exists(sign)
                                                ? new Await.Look.Ready<>(outputs(inputs))
                                                : new Await.Look.Waiting<>("waiting for " + sign));
            } catch (OperationCancelled stopped) {
                throw partial(inputs, "not ready: stopped");
            } catch (io.mooring.provider.core.OperationTimedOut late) {
                throw partial(inputs, "not ready: too late");
            }
        }

        private static PartialFailure partial(ObjectValue inputs, String reason) {
            return new PartialFailure(path(inputs).toString(), outputs(inputs), List.of(reason));
        }

        private static ObjectValue outputs(ObjectValue inputs) {
            return ObjectValue.builder()
                    .put("path", path(inputs).toString())
                    .put("size", inputs.requireText("text").length())
                    .put("key", "key-of-" + inputs.requireText("name"))
                    .build();
        }

        private static Path path(ObjectValue inputs) {
            return Path.of(inputs.requireText("directory"))
                    .resolve(inputs.requireText("name") + ".note");
        }

        private static void write(ObjectValue inputs) {
            try {
                Files.writeString(path(inputs), inputs.requireText("text"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /// The toy as a plugin's process.
    public static void main(String[] arguments) throws Exception {
        Plugin.run(Toy::registry, arguments, System.out);
    }
}
