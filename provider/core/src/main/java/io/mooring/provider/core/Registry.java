package io.mooring.provider.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Everything one provider offers. Immutable; handlers are made when first asked for, so that
/// starting costs nothing.
public final class Registry {
    private final PackageInfo info;
    private final Map<Token, Resource> resources;
    private final Map<Token, Component> components;
    private final Map<Token, Function> functions;
    private final Supplier<? extends Drafts> drafts;

    private Registry(Builder builder) {
        this.info = builder.info;
        this.resources = Collections.unmodifiableMap(new TreeMap<>(builder.resources));
        this.components = Collections.unmodifiableMap(new TreeMap<>(builder.components));
        this.functions = Collections.unmodifiableMap(new TreeMap<>(builder.functions));
        this.drafts = builder.drafts;
    }

    /// A resource's type with what makes its handler.
    public record Resource(ResourceType type, Supplier<? extends ResourceHandler> handler) {}

    /// A component's type with what makes its handler.
    public record Component(ComponentType type, Supplier<? extends ComponentHandler> handler) {}

    /// A function's type with what makes its handler.
    public record Function(FunctionType type, Supplier<? extends FunctionHandler> handler) {}

    /// What the package as a whole says of itself.
    ///
    /// @param config the provider's own configuration
    public record PackageInfo(
            String name,
            String version,
            String displayName,
            String description,
            ObjectSchema config) {}

    /// Starts a registry.
    public static Builder builder(PackageInfo info) {
        return new Builder(info);
    }

    /// Collects types; not thread-safe.
    public static final class Builder {
        private final PackageInfo info;
        private final Map<Token, Resource> resources = new TreeMap<>();
        private final Map<Token, Component> components = new TreeMap<>();
        private final Map<Token, Function> functions = new TreeMap<>();
        private Supplier<? extends Drafts> drafts = () -> Drafts.NONE;

        private Builder(PackageInfo info) {
            this.info = info;
        }

        /// Adds a resource; its handler is made once, at first use.
        public Builder resource(ResourceType type, Supplier<? extends ResourceHandler> handler) {
            resources.put(type.token(), new Resource(type, new Once<>(handler)));
            return this;
        }

        /// Adds a component; its handler is made once, at first use.
        public Builder component(ComponentType type, Supplier<? extends ComponentHandler> handler) {
            components.put(type.token(), new Component(type, new Once<>(handler)));
            return this;
        }

        /// Adds a function; its handler is made once, at first use.
        public Builder function(FunctionType type, Supplier<? extends FunctionHandler> handler) {
            functions.put(type.token(), new Function(type, new Once<>(handler)));
            return this;
        }

        /// Where what is being made is kept in mind, for engines that do not.
        public Builder drafts(Supplier<? extends Drafts> kept) {
            drafts = new Once<>(kept);
            return this;
        }

        /// The registry.
        public Registry build() {
            return new Registry(this);
        }
    }

    /// What the package says of itself.
    public PackageInfo info() {
        return info;
    }

    /// The resource of that type.
    public Optional<Resource> resource(Token token) {
        return Optional.ofNullable(resources.get(token));
    }

    /// The component of that type.
    public Optional<Component> component(Token token) {
        return Optional.ofNullable(components.get(token));
    }

    /// The function of that name.
    public Optional<Function> function(Token token) {
        return Optional.ofNullable(functions.get(token));
    }

    /// Where what is being made is kept in mind.
    public Drafts drafts() {
        return drafts.get();
    }

    /// Every resource, by name.
    public Collection<Resource> resources() {
        return resources.values();
    }

    /// Every component, by name.
    public Collection<Component> components() {
        return components.values();
    }

    /// Every function, by name.
    public Collection<Function> functions() {
        return functions.values();
    }
}
