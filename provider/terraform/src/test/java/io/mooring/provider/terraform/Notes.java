package io.mooring.provider.terraform;

import io.mooring.provider.core.Await;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.OperationTimedOut;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A resource that is small, real and easy to tamper with: a note is a file in a directory. Where
/// the directory has a file `broken`, notes are made by half only, and where it has one `slow`,
/// they are not done before that is gone. A book is made of notes, a poster of one, and functions
/// read one and fold a text.
final class Notes implements ResourceHandler {
    static final ObjectType STYLE =
            ObjectType.of(
                    "toy:index:Style",
                    "How a note looks.",
                    Property.of("inkColor", PropertyType.STRING, "Its colour.")
                            .withDefault("black"),
                    Property.of("paper", PropertyType.STRING, "What it is on.").asImmutable(),
                    Property.of("seal", PropertyType.STRING, "Its seal.").asSecret());

    static final ResourceType TYPE =
            ResourceType.of(
                            "toy:paper:StickyNote",
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
                                    Property.of("copyCount", PropertyType.INTEGER, "How many.")
                                            .withDefault(1),
                                    Property.of("labels", PropertyType.STRING_MAP, "Marks."),
                                    Property.of(
                                            "styles",
                                            new PropertyType.ListOf(STYLE.ref()),
                                            "Looks."),
                                    Property.of("style", STYLE.ref(), "How it looks."),
                                    Property.of(
                                            "extra",
                                            new PropertyType.MapOf(PropertyType.ANY),
                                            "Whatever.")),
                            ObjectSchema.of(
                                    Property.of("name", PropertyType.STRING, "Its file name.")
                                            .asRequired()
                                            .asStable(),
                                    Property.of("size", PropertyType.INTEGER, "Its length.")
                                            .asRequired(),
                                    Property.of("connection", STYLE.ref(), "A reserved name.")
                                            .asStable(),
                                    Property.of("key", PropertyType.STRING, "A secret of its own.")
                                            .asRequired()
                                            .asSecret()
                                            .asStable()))
                    .withNamesIn("style");

    static final ComponentType POSTER =
            ComponentType.of(
                    "toy:paper:Poster",
                    "One note, and its output `connection`; see StickyNote and `getNote`.",
                    TYPE.inputs(),
                    TYPE.outputs());

    static final ComponentType BOOK =
            ComponentType.of(
                    "toy:paper:Book",
                    "Notes that say the same.",
                    ObjectSchema.of(
                            Property.of("directory", PropertyType.STRING, "Where it is.")
                                    .asRequired()
                                    .asImmutable(),
                            Property.of("text", PropertyType.STRING, "What it says.").asRequired(),
                            Property.of("pin", PropertyType.STRING, "Opens it.").asSecret(),
                            Property.of("pages", PropertyType.INTEGER, "How many.").withDefault(1)),
                    ObjectSchema.of(
                            Property.of("pageNames", PropertyType.STRINGS, "Their names.")
                                    .asRequired()));

    static final FunctionType GET_NOTE =
            FunctionType.of(
                    "toy:paper:getNote",
                    "A note, as it is now.",
                    ObjectSchema.of(
                            Property.of("file", PropertyType.STRING, "Its file.").asRequired(),
                            Property.of("style", STYLE.ref(), "How to look at it.")),
                    ObjectSchema.of(
                            Property.of("text", PropertyType.STRING, "What it says.").asRequired(),
                            Property.of("key", PropertyType.STRING, "A secret of its own.")
                                    .asRequired()
                                    .asSecret()));

    static final FunctionType FOLD =
            FunctionType.of(
                            "toy:paper:foldText",
                            "A text with a seal. It looks at nothing.",
                            ObjectSchema.of(
                                    Property.of("text", PropertyType.STRING, "What it says.")
                                            .asRequired(),
                                    Property.of("copyCount", PropertyType.INTEGER, "How many.")
                                            .asRequired(),
                                    Property.of(
                                            "styles",
                                            new PropertyType.ListOf(STYLE.ref()),
                                            "Looks."),
                                    Property.of("labels", PropertyType.STRING_MAP, "Marks.")),
                            ObjectSchema.of(
                                    Property.of("foldedText", PropertyType.STRING, "All of it.")
                                            .asRequired(),
                                    Property.of("seal", PropertyType.STRING, "A secret.")
                                            .asSecret()))
                    .asPure();

    static Registry registry() {
        return registry(Drafts.NONE);
    }

    static Registry registry(Drafts drafts) {
        var config =
                ObjectSchema.of(Property.of("readOnly", PropertyType.BOOLEAN, "Makes nothing."));
        return Registry.builder(
                        new Registry.PackageInfo("toy", "0.1.0", "Toy", "Notes in files.", config))
                .resource(TYPE, Notes::new)
                .component(BOOK, () -> Notes::book)
                .component(POSTER, () -> Notes::poster)
                .function(GET_NOTE, () -> Notes::note)
                .function(FOLD, () -> Notes::fold)
                .drafts(() -> drafts)
                .build();
    }

    private static ObjectValue book(ComponentContext context, ObjectValue inputs) {
        if (!inputs.isKnown("pages")) {
            var reason = new PropertyFailure("pages", "must be known");
            throw new InvalidInputs("a book:", List.of(reason));
        }
        var page = inputs.without("pages");
        var name = context.name().name();
        var pages =
                context.children(
                        IntStream.range(0, inputs.requireInteger("pages"))
                                .mapToObj(
                                        i -> new ChildSpec(TYPE.token().toString(), name + i, page))
                                .toList());
        return ObjectValue.builder()
                .put("pageNames", Value.list(pages.stream().map(p -> p.output("name")).toList()))
                .build();
    }

    private static ObjectValue poster(ComponentContext context, ObjectValue inputs) {
        var note = context.child(TYPE.token().toString(), context.name().name(), inputs);
        var outputs = ObjectValue.builder();
        TYPE.outputs().names().forEach(name -> outputs.put(name, note.output(name)));
        return outputs.build();
    }

    private static ObjectValue fold(ObjectValue arguments, OperationContext context) {
        var text = arguments.requireText("text");
        if (text.isEmpty()) {
            throw new ResourceFailure("folding a text: it is empty");
        }
        var colours = arguments.objects("styles").stream().map(it -> it.requireText("inkColor"));
        var folded =
                "%s x%d %s %s"
                        .formatted(
                                text,
                                arguments.requireInteger("copyCount"),
                                colours.toList(),
                                arguments.textMap("labels"));
        return ObjectValue.builder().put("foldedText", folded).put("seal", "wax").build();
    }

    private static ObjectValue note(ObjectValue arguments, OperationContext context) {
        var file = Path.of(arguments.requireText("file"));
        if (!Files.exists(file)) {
            throw new ResourceFailure("reading note " + file + ": there is none");
        }
        return ObjectValue.builder().put("text", text(file)).put("key", "key-of-it").build();
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        if (inputs.text("text").orElse("x").isEmpty()) {
            return new Checked(inputs, List.of(new PropertyFailure("text", "must not be empty")));
        }
        if (inputs.has("name")) {
            return Checked.good(inputs);
        }
        var kept = context.oldInputs().text("name");
        return Checked.good(
                inputs.with("name", kept.orElseGet(() -> context.name().physicalName(40))));
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return inputs.text("text")
                .map(text -> ObjectValue.builder().put("size", text.length()).build())
                .orElse(ObjectValue.EMPTY);
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        write(inputs);
        var id = path(inputs).toString();
        if (Files.exists(Path.of(inputs.requireText("directory"), "broken"))) {
            throw new PartialFailure(id, outputs(inputs), List.of("the pen broke"));
        }
        var slow = Path.of(inputs.requireText("directory"), "slow");
        try {
            return new Await(context, Duration.ofMinutes(3), Duration.ofMillis(50))
                    .until("the ink to dry", () -> dry(slow, new Created(id, outputs(inputs))));
        } catch (OperationCancelled | OperationTimedOut stopped) {
            throw new PartialFailure(id, outputs(inputs), List.of(stopped.getMessage()));
        }
    }

    private static Await.Look<Created> dry(Path slow, Created created) {
        return Files.exists(slow)
                ? new Await.Look.Waiting<>("wet")
                : new Await.Look.Ready<>(created);
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        var file = Path.of(old.id());
        if (!Files.exists(file)) {
            return new ReadOutcome.Gone();
        }
        var inputs =
                old.inputs()
                        .with("directory", file.getParent().toString())
                        .with("name", file.getFileName().toString().replace(".note", ""))
                        .with("text", text(file));
        return new ReadOutcome.Found(old.id(), inputs, outputs(inputs));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        write(inputs);
        return outputs(inputs);
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        try {
            Files.deleteIfExists(Path.of(old.id()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ObjectValue outputs(ObjectValue inputs) {
        var look = ObjectValue.builder().put("inkColor", "grey").put("seal", "s-1").build();
        return ObjectValue.builder()
                .put("size", inputs.requireText("text").length())
                .put("key", "key-of-" + inputs.requireText("name"))
                .put("connection", look)
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
