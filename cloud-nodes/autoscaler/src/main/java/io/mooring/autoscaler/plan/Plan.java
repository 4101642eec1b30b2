package io.mooring.autoscaler.plan;

import java.util.List;

/// Machines that come and go.
///
/// @param now dollars an hour that the nodes of pools cost
/// @param then what they would cost once this is done
/// @param homeless in words, for each pod that no machine can be had for
public record Plan(List<Line> lines, List<String> homeless, double now, double then) {

    public enum Kind {
        LAUNCH("launch"),
        REMOVE("remove"),
        REPLACE("replace");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// @param node empty for a machine to be launched
    public record Line(
            Kind kind,
            String node,
            String pool,
            String instanceType,
            String zone,
            String capacityType,
            double price,
            String why) {}

    public Plan {
        lines = List.copyOf(lines);
        homeless = List.copyOf(homeless);
    }
}
