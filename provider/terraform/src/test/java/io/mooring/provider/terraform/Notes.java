package io.mooring.provider.terraform;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
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
import java.util.List;

/// A resource that is small, real and easy to tamper with: a note is a file in a directory. Where
/// the directory has a file `broken`, notes are made by half only.
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
                            Property.of("text", PropertyType.STRING, "What it says.").asRequired(),
                            Property.of("pin", PropertyType.STRING, "Opens it.").asSecret(),
                            Property.of("copyCount", PropertyType.INTEGER, "How many.")
                                    .withDefault(1),
                            Property.of("labels", PropertyType.STRING_MAP, "Marks."),
                            Property.of("styles", new PropertyType.ListOf(STYLE.ref()), "Looks."),
                            Property.of("style", STYLE.ref(), "How it looks."),
                            Property.of(
                                    "extra",
                                    new PropertyType.MapOf(PropertyType.ANY),
                                    "Whatever.")),
                    ObjectSchema.of(
                            Property.of("name", PropertyType.STRING, "Its file name.")
                                    .asRequired()
                                    .asStable(),
                            Property.of("size", PropertyType.INTEGER, "Its length.").asRequired(),
                            Property.of("connection", STYLE.ref(), "A reserved name.").asStable(),
                            Property.of("key", PropertyType.STRING, "A secret of its own.")
                                    .asRequired()
                                    .asSecret()
                                    .asStable()));

    static Registry registry() {
        var config =
                ObjectSchema.of(Property.of("readOnly", PropertyType.BOOLEAN, "Makes nothing."));
        return Registry.builder(
                        new Registry.PackageInfo("toy", "0.1.0", "Toy", "Notes in files.", config))
                .resource(TYPE, Notes::new)
                .build();
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
        return new Created(id, outputs(inputs));
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
