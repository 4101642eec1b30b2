package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The text that Prometheus reads.
final class MetricRegistryTest {
    private final MetricRegistry registry = new MetricRegistry();

    @Test
    void figuresWithLabelsAreOneLineForEachCombination() {
        var answers = registry.labelled("answers_total", "Answers.", "counter", "code", "reason");
        answers.with("409", "Conflict").increment();
        answers.with("200", "").add(2);

        assertThat(registry.render())
                .isEqualTo(
                        """
                        # HELP answers_total Answers.
                        # TYPE answers_total counter
                        answers_total{code="200",reason=""} 2
                        answers_total{code="409",reason="Conflict"} 1
                        """);
    }

    @Test
    void aHistogramCountsInAllBucketsThatAreWideEnough() {
        var writes = registry.histogram("writes_seconds", "Writes.");
        writes.observe(0.00005);
        writes.observe(100);

        assertThat(registry.render())
                .isEqualTo(
                        """
                        # HELP writes_seconds Writes.
                        # TYPE writes_seconds histogram
                        writes_seconds_bucket{le="1e-06"} 0
                        writes_seconds_bucket{le="1e-05"} 0
                        writes_seconds_bucket{le="0.0001"} 1
                        writes_seconds_bucket{le="0.005"} 1
                        writes_seconds_bucket{le="0.025"} 1
                        writes_seconds_bucket{le="0.1"} 1
                        writes_seconds_bucket{le="0.5"} 1
                        writes_seconds_bucket{le="2.5"} 1
                        writes_seconds_bucket{le="12.5"} 1
                        writes_seconds_bucket{le="+Inf"} 2
                        writes_seconds_sum 100.000050
                        writes_seconds_count 2
                        """);
    }

    @Test
    void callsForLeasesAreCountedAndTimedByTheirAnswers() {
        var leases = new LeaseMetrics(registry);
        leases.listed(200, "", Duration.ofMillis(20));
        leases.deleted(409, "Conflict", Duration.ofSeconds(20));

        assertThat(registry.render())
                .contains(
                        "server_culled_leases_count 0\n",
                        "server_lease_list_total{http_status_code=\"200\",reason=\"\"} 1\n",
                        "server_lease_list_latency_seconds_bucket{http_status_code=\"200\",le=\"0.01\"} 0\n",
                        "server_lease_list_latency_seconds_bucket{http_status_code=\"200\",le=\"0.025\"} 1\n",
                        "server_lease_list_latency_seconds_sum{http_status_code=\"200\"} 0.020000\n",
                        "server_lease_delete_total{http_status_code=\"409\",reason=\"Conflict\"} 1\n",
                        "server_lease_delete_latency_seconds_bucket{http_status_code=\"409\",le=\"+Inf\"} 1\n");
    }
}
