package io.mooring.provider.core;

import java.util.List;
import java.util.Map;

/// How a child of a component is to be treated.
///
/// @param dependsOn children to be made before this one and removed after it
/// @param aliases earlier names of this child under the same parent
/// @param ownPaths inputs of the child that the component has at another path, with that path: what
///   is wrong with them, or changes, is told there
public record ChildOptions(
        List<Child> dependsOn, List<String> aliases, Map<String, String> ownPaths) {
    /// Nothing special.
    public static final ChildOptions NONE = new ChildOptions(List.of(), List.of(), Map.of());

    public ChildOptions {
        dependsOn = List.copyOf(dependsOn);
        aliases = List.copyOf(aliases);
        ownPaths = Map.copyOf(ownPaths);
    }

    /// After these children.
    public static ChildOptions after(Child... children) {
        return new ChildOptions(List.of(children), List.of(), Map.of());
    }

    /// With these inputs of the child at other paths of the component.
    public static ChildOptions from(Map<String, String> ownPaths) {
        return new ChildOptions(List.of(), List.of(), ownPaths);
    }

    /// A path of the child, where the component has it.
    public String own(String path) {
        var root = PropertyPath.root(path);
        return ownPaths.getOrDefault(root, root) + path.substring(root.length());
    }

    /// The property of the component that has an input of the child.
    public String ownProperty(String input) {
        return PropertyPath.root(own(input));
    }
}
