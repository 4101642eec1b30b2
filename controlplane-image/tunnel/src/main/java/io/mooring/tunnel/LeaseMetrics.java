package io.mooring.tunnel;

import java.time.Duration;

/// What the API server answered to calls for the leases of tunnel servers. Thread-safe. Names and
/// labels are upstream's.
public final class LeaseMetrics {
    private static final String PREFIX = "konnectivity_network_proxy_server_";
    private static final String STATUS = "http_status_code";
    private static final String REASON = "reason";

    private final MetricRegistry.Counter culled;
    private final Calls lists;
    private final Calls deletions;

    LeaseMetrics(MetricRegistry registry) {
        culled =
                registry.counter(
                        PREFIX + "culled_leases_count",
                        "Expired leases of servers that this one has removed.");
        lists = new Calls(registry, "lease_list", "lists of leases");
        deletions = new Calls(registry, "lease_delete", "deletions of expired leases");
    }

    private record Calls(
            MetricRegistry.Labelled<MetricRegistry.Counter> total,
            MetricRegistry.Labelled<MetricRegistry.Histogram> seconds) {
        Calls(MetricRegistry registry, String name, String what) {
            this(
                    registry.labelled(
                            PREFIX + name + "_total",
                            "Answers to " + what + ".",
                            "counter",
                            STATUS,
                            REASON),
                    registry.histograms(
                            PREFIX + name + "_latency_seconds",
                            "How long " + what + " took.",
                            STATUS));
        }

        void answered(int status, String reason, Duration took) {
            var code = Integer.toString(status);
            total.with(code, reason).increment();
            seconds.with(code).observe(took.toNanos() / 1e9);
        }
    }

    /// Leases were asked for.
    public void listed(int status, String reason, Duration took) {
        lists.answered(status, reason, took);
    }

    /// The deletion of an expired lease was asked for.
    public void deleted(int status, String reason, Duration took) {
        deletions.answered(status, reason, took);
    }

    /// An expired lease was removed.
    public void culled() {
        culled.increment();
    }
}
