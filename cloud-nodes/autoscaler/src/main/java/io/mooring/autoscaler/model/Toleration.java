package io.mooring.autoscaler.model;

/// Lets a pod onto nodes with a taint; empty key or effect stand for any.
public record Toleration(String key, String operator, String value, String effect) {

    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (operator.equals("Exists")) {
            return key.isEmpty() || key.equals(taint.key());
        }
        return key.equals(taint.key()) && value.equals(taint.value());
    }
}
