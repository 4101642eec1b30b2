package io.mooring.api;

/// One concern of validation.
@FunctionalInterface
interface Rule {
    void check(Check check);
}
