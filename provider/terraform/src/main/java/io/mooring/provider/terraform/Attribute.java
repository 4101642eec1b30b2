package io.mooring.provider.terraform;

import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;

/// One attribute of a resource: an input, an output, or both.
///
/// @param name in Terraform
/// @param property in the core
/// @param isInput whether it can be given
/// @param required whether it must be given
/// @param computed whether it has a value that nobody gave
/// @param fallback the input's value when none is given
record Attribute(
        String name,
        String property,
        PropertyType type,
        String description,
        boolean isInput,
        boolean required,
        boolean computed,
        boolean secret,
        boolean deprecated,
        Value fallback) {}
