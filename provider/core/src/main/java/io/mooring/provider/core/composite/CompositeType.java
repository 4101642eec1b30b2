package io.mooring.provider.core.composite;

import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a component is as a resource: its own properties, what it is made of, and a name where it
/// has none, because there is no program that names it.
record CompositeType(ComponentType component, ResourceType resource) {
    /// The output that holds the children.
    static final String PARTS = "parts";

    static final String NAME = "name";

    static CompositeType of(ComponentType component) {
        List<Property> inputs = new ArrayList<>();
        List<Property> outputs = new ArrayList<>();
        if (component.inputs().property(NAME).isEmpty()) {
            inputs.add(
                    Property.of(
                                    NAME,
                                    PropertyType.STRING,
                                    "What the names of its parts begin with. Chosen when not given. A change replaces it.")
                            .asImmutable());
            outputs.add(
                    Property.of(
                                    NAME,
                                    PropertyType.STRING,
                                    "What the names of its parts begin with.")
                            .asRequired()
                            .asStable());
        }
        inputs.addAll(component.inputs().properties());
        outputs.addAll(component.outputs().properties());
        outputs.add(
                Property.of(
                                PARTS,
                                PropertyType.ANY,
                                "The resources it is made of, as the provider keeps them.")
                        .asRequired()
                        .asSecret());
        return new CompositeType(
                component,
                new ResourceType(
                        component.token(),
                        component.description(),
                        new ObjectSchema(inputs),
                        new ObjectSchema(outputs),
                        false,
                        component.namedWithin()));
    }

    /// Whether the name is the resource's and not the component's own.
    boolean isNamed() {
        return component.inputs().property(NAME).isEmpty();
    }

    /// Whether this is the name that the resource has and the component has not.
    boolean isItsName(String property) {
        return isNamed() && property.equals(NAME);
    }

    /// The inputs with a name in them, where it is the resource's.
    ObjectValue named(ObjectValue inputs, ObjectValue oldInputs, LogicalName name) {
        return !isNamed() || inputs.has(NAME)
                ? inputs
                : inputs.with(
                        NAME,
                        oldInputs.text(NAME).orElseGet(() -> name.name().toLowerCase(Locale.ROOT)));
    }

    /// The inputs that the component knows.
    ObjectValue own(ObjectValue inputs) {
        return isNamed() ? inputs.without(NAME) : inputs;
    }

    /// The name that the component is built under.
    LogicalName owner(ObjectValue inputs, LogicalName name) {
        return new LogicalName(
                name.stack(),
                name.project(),
                component.token(),
                isNamed() ? inputs.text(NAME).orElse(name.name()) : name.name());
    }

    /// Whether a change is of something that the resource shows.
    boolean shows(String property) {
        return resource.inputs().property(property).isPresent()
                || resource.outputs().property(property).isPresent();
    }
}
