package io.mooring.syncer.bench;

import java.util.Arrays;
import java.util.Map;

/// Times in milliseconds, in ascending order.
record Millis(double[] sorted) {

    /// What lies between two times of the same name, in nanoseconds; nothing less than none.
    static Millis between(Map<String, Long> from, Map<String, Long> to) {
        var times =
                from.entrySet().stream()
                        .filter(entry -> to.containsKey(entry.getKey()))
                        .mapToDouble(e -> Math.max(0, to.get(e.getKey()) - e.getValue()) / 1e6)
                        .toArray();
        Arrays.sort(times);
        return new Millis(times);
    }

    void print(String what) {
        System.out.printf(
                "  %-34s p50 %6.0f  p99 %6.0f  max %6.0f ms, of %d%n",
                what, at(0.5), at(0.99), at(1), sorted.length);
    }

    private double at(double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }
}
