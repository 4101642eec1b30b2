package io.mooring.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Text to [Node]s: anchors and merge keys resolved, duplicate keys refused, size bounded.
final class YamlReader {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final int MAX_NODES = 200_000;

    private final YAMLParser parser;
    private final Map<String, Node> anchors = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    private YamlReader(YAMLParser parser) {
        this.parser = parser;
    }

    /// The one document of `yaml`, which must be a map; an empty text is an empty map.
    static Node.Obj read(String yaml) {
        try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), yaml)) {
            return new YamlReader(parser).document();
        } catch (JacksonException e) {
            throw failure(e.getLocation(), e.getOriginalMessage());
        }
    }

    /// All documents of `yaml`; those that say nothing are left out.
    static List<Node> readAll(String yaml) {
        try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), yaml)) {
            return new YamlReader(parser).documents();
        } catch (JacksonException e) {
            throw failure(e.getLocation(), e.getOriginalMessage());
        }
    }

    private List<Node> documents() {
        var documents = new ArrayList<Node>();
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            anchors.clear();
            var document = node(token);
            if (!(document instanceof Node.Nothing)) {
                documents.add(document);
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems, List.of());
        }
        return documents;
    }

    private Node.Obj document() {
        var first = parser.nextToken();
        var root = first == null ? new Node.Nothing() : node(first);
        if (parser.nextToken() != null) {
            throw failure(
                    parser.currentTokenLocation(),
                    "a second document begins here; a configuration is one document");
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems, List.of());
        }
        return switch (root) {
            case Node.Obj object -> object;
            case Node.Nothing _ -> new Node.Obj();
            case Node.Arr _, Node.Leaf _ ->
                    throw new InvalidConfigException(
                            List.of(
                                    new Problem(
                                            "",
                                            "the document must be a map of settings, but is "
                                                    + root.described())),
                            List.of());
        };
    }

    private Node node(JsonToken token) {
        count();
        if (parser.isCurrentAlias()) {
            return alias(parser.getString());
        }
        var anchor = parser.getObjectId();
        var node =
                switch (token) {
                    case START_OBJECT -> object();
                    case START_ARRAY -> array();
                    case VALUE_STRING -> text(parser.getString());
                    case VALUE_TRUE -> new Node.Leaf(parser.getString(), true);
                    case VALUE_FALSE -> new Node.Leaf(parser.getString(), false);
                    case VALUE_NUMBER_INT ->
                            new Node.Leaf(parser.getString(), parser.getBigIntegerValue());
                    case VALUE_NUMBER_FLOAT ->
                            new Node.Leaf(parser.getString(), parser.getDoubleValue());
                    case VALUE_NULL -> new Node.Nothing();
                    default -> throw failure(parser.currentTokenLocation(), "cannot read " + token);
                };
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    /// The parser knows `null` but not its short form.
    private static Node text(String text) {
        return text.equals("~") ? new Node.Nothing() : Node.Leaf.of(text);
    }

    private Node object() {
        var entries = new LinkedHashMap<String, Node>();
        var lines = new HashMap<String, Integer>();
        Node merged = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var at = parser.currentTokenLocation();
            var value = node(parser.nextToken());
            if (key.equals("<<")) {
                merged = mergeKey(merged, value, at);
                continue;
            }
            var earlier = lines.putIfAbsent(key, at.getLineNr());
            if (earlier != null) {
                problems.add(problem(at, "key \"" + key + "\" is already set in line " + earlier));
            }
            entries.put(key, value);
        }
        var own = new Node.Obj(entries);
        return merged == null ? own : Node.overlay(merged, own);
    }

    private Node mergeKey(@Nullable Node earlier, Node value, TokenStreamLocation at) {
        var sources = value instanceof Node.Arr(var items) ? items : List.of(value);
        var merged = earlier;
        for (var source : sources) {
            if (!(source instanceof Node.Obj)) {
                problems.add(problem(at, "\"<<\" takes a map, but this is " + source.described()));
                continue;
            }
            merged = merged == null ? source : Node.overlay(source, merged);
        }
        return merged == null ? new Node.Obj() : merged;
    }

    private Node array() {
        var items = new ArrayList<Node>();
        for (var token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(node(token));
        }
        return new Node.Arr(items);
    }

    private Node alias(String name) {
        var target = anchors.get(name);
        if (target == null) {
            throw failure(
                    parser.currentTokenLocation(),
                    "*" + name + " refers to an anchor that is not defined before it");
        }
        return copy(target);
    }

    private Node copy(Node node) {
        count();
        return switch (node) {
            case Node.Obj(var entries) -> {
                var copied = new LinkedHashMap<String, Node>();
                entries.forEach((key, value) -> copied.put(key, copy(value)));
                yield new Node.Obj(copied);
            }
            case Node.Arr(var items) -> {
                var copied = new ArrayList<Node>();
                items.forEach(item -> copied.add(copy(item)));
                yield new Node.Arr(copied);
            }
            case Node.Leaf leaf -> leaf;
            case Node.Nothing nothing -> nothing;
        };
    }

    private void count() {
        if (++nodes > MAX_NODES) {
            throw failure(
                    parser.currentTokenLocation(),
                    "the document has more than " + MAX_NODES + " values; remove some");
        }
    }

    private static Problem problem(TokenStreamLocation at, String message) {
        return new Problem("", "line " + at.getLineNr() + ":" + at.getColumnNr() + ": " + message);
    }

    private static InvalidConfigException failure(
            @Nullable TokenStreamLocation at, @Nullable String message) {
        var text =
                String.valueOf(message)
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .collect(Collectors.joining(", "));
        var problem = at == null ? new Problem("", text) : problem(at, text);
        return new InvalidConfigException(List.of(problem), List.of());
    }
}
