package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.PodTemplate;

/// Room kept free for pods to come: so many of such pods must fit at any time.
public record Buffer(String name, PodTemplate template, int pods) {}
