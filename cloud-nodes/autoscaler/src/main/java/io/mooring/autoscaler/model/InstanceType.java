package io.mooring.autoscaler.model;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// A kind of machine and where it can be had.
///
/// @param labels the values a node of this type may have for a label; several if it can be chosen
public record InstanceType(
        String name,
        SortedMap<String, Long> capacity,
        SortedMap<String, Long> allocatable,
        SortedMap<String, SortedSet<String>> labels,
        List<Offering> offerings) {

    public InstanceType {
        capacity = new TreeMap<>(capacity);
        allocatable = new TreeMap<>(allocatable);
        labels = new TreeMap<>(labels);
        offerings = List.copyOf(offerings);
    }
}
