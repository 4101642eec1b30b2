package io.mooring.api;

/// A feature that is on or off and has no other setting.
public record Switch(boolean enabled) {}
