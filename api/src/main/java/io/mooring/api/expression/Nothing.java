package io.mooring.api.expression;

/// What `null` and `undefined` are here: no value.
enum Nothing {
    NOTHING
}
