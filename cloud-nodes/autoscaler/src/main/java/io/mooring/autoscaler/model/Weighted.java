package io.mooring.autoscaler.model;

/// A preference; 1 is a hint, 100 the strongest.
public record Weighted<T>(int weight, T term) {}
