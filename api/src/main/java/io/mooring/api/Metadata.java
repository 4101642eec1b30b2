package io.mooring.api;

import java.util.Map;

/// Labels and annotations put on an object of the host cluster.
public record Metadata(Map<String, String> annotations, Map<String, String> labels) {}
