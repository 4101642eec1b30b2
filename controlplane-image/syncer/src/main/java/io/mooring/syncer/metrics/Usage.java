package io.mooring.syncer.metrics;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.translate.Amounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What something took when it was measured.
///
/// @param nanoCores of processor time, a second
record Usage(Instant at, long nanoCores, long bytes) {

    /// Empty if that says no time.
    ///
    /// @param measured an object of `metrics.k8s.io`
    /// @param amounts of it or of one of its containers
    static Optional<Usage> of(KubeObject measured, Map<String, Object> amounts) {
        var usage = Amounts.of(amounts).byName();
        try {
            return Optional.of(
                    new Usage(
                            Instant.parse(measured.text("timestamp").orElse("")),
                            whole(usage.getOrDefault("cpu", BigDecimal.ZERO).movePointRight(9)),
                            whole(usage.getOrDefault("memory", BigDecimal.ZERO))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static long whole(BigDecimal amount) {
        return amount.max(BigDecimal.ZERO)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /// All together, at the time of the last.
    static Optional<Usage> sum(List<Usage> parts) {
        return parts.stream()
                .reduce((a, b) ->
                        new Usage(
                                a.at.isAfter(b.at) ? a.at : b.at,
                                a.nanoCores + b.nanoCores,
                                a.bytes + b.bytes));
    }
}
