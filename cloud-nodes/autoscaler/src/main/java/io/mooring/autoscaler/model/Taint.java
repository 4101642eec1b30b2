package io.mooring.autoscaler.model;

/// Keeps pods away that do not tolerate it.
public record Taint(String key, String value, String effect) {

    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";

    public boolean soft() {
        return effect.equals(PREFER_NO_SCHEDULE);
    }
}
