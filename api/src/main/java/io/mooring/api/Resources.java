package io.mooring.api;

import java.util.Map;

/// Requests and limits of a container, as Kubernetes quantities.
public record Resources(Map<String, Object> limits, Map<String, Object> requests) {}
