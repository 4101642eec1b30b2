package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reference, one page for each resource, data source, ephemeral resource and function, laid
/// out as registries of Terraform want it. What is said in them comes from the schema, the examples
/// from Pulumi programs in YAML.
final class Pages {
    private static final String BY_NAME =
            "by its name: `NAME` for one on this machine, `NAMESPACE/NAME` or `CONTEXT/NAMESPACE/NAME` for one in a host cluster, `docker:NAME` for one in a container engine, `ssh:[USER@]HOST[:PORT]/NAME` for one on a machine that SSH reaches, of which `MOORING_SSH_HOST_KEY` has the public key and `MOORING_SSH_PRIVATE_KEY_FILE` names the file of the key to log in with (options: `?imageArchive=PATH`, `image=`, `address=`, `memoryMib=`)";

    private static final Map<String, Import> IMPORTS =
            Map.of(
                    "mooring_autoscaling_policy",
                    new Import(
                            "burst",
                            "shop:burst",
                            "by cluster and name: `CLUSTER:NAME`, with the cluster as its control plane is imported"),
                    "mooring_control_plane",
                    new Import("shop", "shop", BY_NAME),
                    "mooring_control_plane_service",
                    new Import(
                            "door",
                            "tenants/shop-door",
                            "by namespace and name of the Service: `NAMESPACE/NAME` or `CONTEXT/NAMESPACE/NAME`"),
                    "mooring_snapshot",
                    new Import(
                            "backup",
                            "/backups/shop.20261122T030000Z.snapshot",
                            "by where it is: an absolute path, `s3://BUCKET/PATH/NAME.snapshot` or `oci://HOST/REPOSITORY:TAG`, with the options that it needs"),
                    "mooring_virtual_cluster",
                    new Import("shop", "shop", BY_NAME));

    /// How a resource is imported.
    ///
    /// @param resource its name in the program
    /// @param how the id in words
    private record Import(String resource, String id, String how) {

        String text(String type) {
            return "It is imported %s.\n\n%s"
                    .formatted(
                            how,
                            code(
                                    "shell",
                                    "terraform import %s.%s %s\n".formatted(type, resource, id)));
        }
    }

    private final Registry registry;
    private final Wording wording;
    private final Function<String, Example> examples;

    /// @param examples the example of a page, by the page's name
    Pages(Registry registry, Function<String, Example> examples) {
        this.registry = registry;
        this.wording = new Wording(registry);
        this.examples = examples;
    }

    /// Every page by its path below `docs`.
    Map<String, String> all() {
        var pages = new TreeMap<String, String>();
        pages.put("index.md", index());
        new Resources(registry)
                .all()
                .forEach((name, entry) ->
                        pages.put("resources/" + file(name), resource(name, entry.schema())));
        new DataSources(registry)
                .all()
                .forEach((name, source) -> {
                    pages.put(
                            "data-sources/" + file(name),
                            source(name, source, "Data Source", "data"));
                    pages.put(
                            "ephemeral-resources/" + file(name),
                            source(name, source, "Ephemeral Resource", "ephemeral"));
                });
        new Functions(registry)
                .all()
                .forEach((name, entry) ->
                        pages.put("functions/" + name + ".md", function(name, entry)));
        return pages;
    }

    private String index() {
        var info = registry.info();
        var body =
                new StringBuilder(
                                """
                                ---
                                page_title: "%1$s Provider"
                                description: |-
                                  %2$s
                                ---

                                # %1$s Provider

                                %2$s [How Terraform and OpenTofu find it](terraform.md), and [SDKs of Pulumi](sdks.md).

                                ## Example Usage

                                """
                                        .formatted(info.displayName(), info.description()))
                        .append(
                                code(
                                        "terraform",
                                        """
                                        provider "mooring" {
                                          default_tags = { team = "web" }
                                        }
                                        """))
                        .append("\n## Schema\n");
        append(body, "Optional", info.config().properties(), new LinkedHashMap<>(), "", true);
        return body.append(
                        """

                        With Pulumi the same properties, in camel case, are those of the provider and of the stack's configuration:

                        """)
                .append(
                        code(
                                "shell",
                                """
                                pulumi config set --path mooring:defaultTags.team web
                                """))
                .toString();
    }

    private String file(String name) {
        return plain(name) + ".md";
    }

    private String plain(String name) {
        return name.substring(registry.info().name().length() + 1);
    }

    private String resource(String name, ResourceSchema schema) {
        var type = schema.type();
        var example = examples.apply("resources/" + plain(name));
        var body = new StringBuilder(head(name, "Resource", type.token(), type.description()));
        body.append("\n## Example Usage\n\n")
                .append(code("terraform", new HclText(registry, example).text()));
        body.append("\n## Schema\n");
        var nested = new LinkedHashMap<String, ObjectSchema>();
        var all = new ArrayList<Property>(type.inputs().properties());
        all.add(Timeouts.PROPERTY);
        append(
                body,
                "Required",
                all.stream().filter(Pages::mustBeGiven).toList(),
                nested,
                "",
                true);
        append(
                body,
                "Optional",
                all.stream().filter(it -> !mustBeGiven(it)).toList(),
                nested,
                "",
                true);
        var outputs = new ArrayList<Property>();
        outputs.add(Property.of(Names.ID, PropertyType.STRING, "How to find the resource again."));
        type.outputs().properties().stream()
                .filter(it -> type.inputs().property(it.name()).isEmpty())
                .forEach(outputs::add);
        append(body, "Read-Only", outputs, nested, "", false);
        append(body, nested);
        body.append("\n## Import\n\n")
                .append(imported(name))
                .append("\n## With Pulumi\n\n")
                .append(
                        "`%s`, with the same properties in camel case: `%s`.\n"
                                .formatted(type.token(), camel(type.token())))
                .append(pulumi(example));
        return body.toString();
    }

    /// A component has no `name` of its own there: its resource has one.
    private String camel(Token type) {
        return Stream.concat(
                        registry.resource(type).stream().map(it -> it.type().inputs()),
                        registry.component(type).stream().map(it -> it.type().inputs()))
                .flatMap(inputs -> inputs.names().stream())
                .collect(Collectors.joining("`, `"));
    }

    private static String imported(String name) {
        return IMPORTS.containsKey(name)
                ? IMPORTS.get(name).text(name)
                : "It cannot be imported: what it belongs to cannot be told from an id alone.\n";
    }

    private String pulumi(Example example) {
        return "\n### YAML\n\n"
                + code("yaml", example.yaml())
                + "\n### Java\n\n"
                + code("java", new JavaText(registry, example).text())
                + "\n### TypeScript\n\n"
                + code("typescript", ScriptText.typescript(registry, example))
                + "\n### Python\n\n"
                + code("python", ScriptText.python(registry, example))
                + "\n### Go\n\n"
                + code("go", GoText.of(registry, example))
                + "\n### C#\n\n"
                + code("csharp", CsharpText.of(registry, example));
    }

    private String source(String name, DataSources.Entry source, String kind, String block) {
        var type = source.type();
        var example = examples.apply("data-sources/" + plain(name));
        var hcl = new HclText(registry, example).text().replace("\ndata \"", "\n" + block + " \"");
        var body = new StringBuilder(head(name, kind, type.token(), type.description()));
        body.append("\n")
                .append(
                        block.equals("data")
                                ? "What it found is kept in the state; the [ephemeral resource](../ephemeral-resources/%s) of the same name leaves nothing there.\n"
                                        .formatted(file(name))
                                : "It leaves nothing in plan and state. Terraform 1.10 and newer.\n");
        body.append("\n## Example Usage\n\n")
                .append(
                        code(
                                "terraform",
                                hcl.startsWith("data \"") ? block + hcl.substring(4) : hcl));
        body.append("\n## Schema\n");
        var nested = new LinkedHashMap<String, ObjectSchema>();
        var inputs = type.inputs().properties();
        append(
                body,
                "Required",
                inputs.stream().filter(Pages::mustBeGiven).toList(),
                nested,
                "",
                true);
        append(
                body,
                "Optional",
                inputs.stream().filter(it -> !mustBeGiven(it)).toList(),
                nested,
                "",
                true);
        append(
                body,
                "Read-Only",
                type.outputs().properties().stream()
                        .filter(it -> type.inputs().property(it.name()).isEmpty())
                        .toList(),
                nested,
                "",
                false);
        append(body, nested);
        return body.append("\n## With Pulumi\n\n`%s`.\n".formatted(type.token()))
                .append(pulumi(example))
                .toString();
    }

    private String function(String name, Functions.Entry entry) {
        var type = entry.type();
        var example = examples.apply("functions/" + name);
        var told = Functions.described(entry, wording);
        var body = new StringBuilder(head(name, "Function", type.token(), type.description()));
        body.append(
                        "\nTerraform 1.8 and newer. What is sensitive in an argument makes the result sensitive.\n")
                .append("\n## Example Usage\n\n")
                .append(code("terraform", new HclText(registry, example).withFunctions()));
        var signature = new ArrayList<String>();
        told.getParametersList().forEach(it -> signature.add(it.getName()));
        if (told.hasVariadicParameter()) {
            signature.add(Functions.OPTIONS + "...");
        }
        body.append("\n## Signature\n\n")
                .append(code("text", name + "(" + String.join(", ", signature) + ") object\n"));
        body.append("\n## Arguments\n");
        var nested = new LinkedHashMap<String, ObjectSchema>();
        append(body, "In this order", entry.parameters(), nested, "", true);
        append(body, "In one object, the last", entry.options().properties(), nested, "", true);
        append(body, "Results", type.outputs().properties(), nested, "", false);
        append(body, nested);
        return body.append("\n## With Pulumi\n\n`%s`.\n".formatted(type.token()))
                .append(pulumi(example))
                .toString();
    }

    private String head(String name, String kind, Token token, String description) {
        var module = token.module().equals("index") ? "" : category(token.module());
        return """
        ---
        page_title: "%1$s %2$s - %3$s"
        subcategory: "%4$s"
        description: |-
          %5$s
        ---

        # %1$s (%2$s)

        %5$s
        """
                .formatted(
                        name, kind, registry.info().displayName(), module, wording.of(description));
    }

    private static String category(String module) {
        return switch (module) {
            case "aws" -> "AWS";
            case "baremetal" -> "Bare metal";
            case "gcp" -> "Google Cloud";
            default -> module.substring(0, 1).toUpperCase(Locale.ROOT) + module.substring(1);
        };
    }

    private void append(
            StringBuilder body,
            String title,
            List<Property> properties,
            Map<String, ObjectSchema> nested,
            String path,
            boolean given) {
        if (properties.isEmpty()) {
            return;
        }
        body.append("\n### %s\n\n".formatted(title));
        properties.forEach(property -> body.append(line(property, nested, path, given)));
    }

    /// Nested objects have paragraphs of their own, each with a place to go to.
    private void append(StringBuilder body, Map<String, ObjectSchema> nested) {
        var done = new LinkedHashMap<String, ObjectSchema>();
        while (done.size() < nested.size()) {
            for (var object :
                    Map.copyOf(new TreeMap<>(nested)).keySet().stream().sorted().toList()) {
                if (done.putIfAbsent(object, nested.get(object)) == null) {
                    var found = new LinkedHashMap<String, ObjectSchema>();
                    body.append(
                            "\n<a id=\"%s\"></a>\n### `%s`\n\n".formatted(anchor(object), object));
                    nested.get(object)
                            .properties()
                            .forEach(property ->
                                    body.append(line(property, found, object + ".", true)));
                    found.forEach(nested::putIfAbsent);
                }
            }
        }
    }

    private String line(
            Property property, Map<String, ObjectSchema> nested, String path, boolean given) {
        var name = path.isEmpty() ? Names.shown(property.name()) : Names.nested(property.name());
        var marks = new ArrayList<String>(List.of(type(property.type())));
        if (!path.isEmpty() && given && mustBeGiven(property)) {
            marks.add("required");
        }
        if (property.secret()) {
            marks.add("sensitive");
        }
        if (!property.deprecation().isEmpty()) {
            marks.add("deprecated");
        }
        var text = new StringBuilder(wording.of(property.description()));
        if (given && !(property.fallback() instanceof Value.Null)) {
            text.append(" Defaults to `%s`.".formatted(property.fallback()));
        }
        if (given && property.immutable() && !property.description().contains("replaces")) {
            text.append(" A change replaces it.");
        }
        if (!property.deprecation().isEmpty()) {
            text.append(" ").append(wording.of(property.deprecation()));
        }
        object(property.type())
                .ifPresent(schema -> {
                    var place = path + name;
                    nested.put(place, schema);
                    text.append(" See [`%s`](#%s).".formatted(place, anchor(place)));
                });
        return "- `%s` (%s) %s\n".formatted(name, String.join(", ", marks), text);
    }

    private static Optional<ObjectSchema> object(PropertyType type) {
        return switch (type) {
            case PropertyType.Ref(var object) -> Optional.of(object.schema());
            case PropertyType.ListOf(var items) -> object(items);
            case PropertyType.MapOf(var values) -> object(values);
            case PropertyType.Primitive _ -> Optional.empty();
        };
    }

    private static String type(PropertyType type) {
        return switch (type) {
            case PropertyType.Primitive.STRING -> "String";
            case PropertyType.Primitive.INTEGER -> "Whole number";
            case PropertyType.Primitive.NUMBER -> "Number";
            case PropertyType.Primitive.BOOLEAN -> "Boolean";
            case PropertyType.Primitive.ANY -> "Any";
            case PropertyType.ListOf(PropertyType.Ref _) -> "List of objects";
            case PropertyType.ListOf(var items) ->
                    "List of " + type(items).toLowerCase(Locale.ROOT) + "s";
            case PropertyType.MapOf(var values) when values == PropertyType.ANY ->
                    "Map of any values";
            case PropertyType.MapOf(var values) ->
                    "Map of " + type(values).toLowerCase(Locale.ROOT) + "s";
            case PropertyType.Ref _ -> "Object";
        };
    }

    private static boolean mustBeGiven(Property property) {
        return property.required() && property.fallback() instanceof Value.Null;
    }

    private static String anchor(String path) {
        return "nested--" + path.replace(".", "--");
    }

    private static String code(String language, String text) {
        return "```" + language + "\n" + text + "```\n";
    }
}
