package io.mooring.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Flags of upstream's server that mean nothing here; deployments bring them along.
final class IgnoredFlags {

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredFlags.class);
    private static final String TO_STDERR = "logs always go to standard error";
    private static final String PROFILER = "a JVM is profiled with jcmd and jfr";
    private static final String CLIENT = "one token review a connecting agent is all that is asked";

    private IgnoredFlags() {}

    /// Why each has no effect.
    static Map<String, String> reasons() {
        var reasons = new LinkedHashMap<String, String>();
        for (String flag :
                List.of(
                        "--logtostderr",
                        "--alsologtostderr",
                        "--log-dir",
                        "--log-file",
                        "--log-file-max-size",
                        "--log-backtrace-at",
                        "--one-output",
                        "--add-dir-header",
                        "--skip-headers",
                        "--skip-log-headers",
                        "--stderrthreshold",
                        "--vmodule")) {
            reasons.put(flag, TO_STDERR);
        }
        reasons.put(
                "--frontend-keepalive-time",
                "the kernel tells when a front on this machine is gone");
        reasons.put("--xfr-channel-size", "queues are bounded by bytes, not by packets");
        reasons.put("--enable-profiling", PROFILER);
        reasons.put("--enable-contention-profiling", PROFILER);
        reasons.put("--kubeconfig-qps", CLIENT);
        reasons.put("--kubeconfig-burst", CLIENT);
        reasons.put("--kube-api-content-type", CLIENT);
        return reasons;
    }

    static void addTo(CommandSpec spec) {
        reasons()
                .forEach((flag, reason) ->
                        spec.addOption(
                                OptionSpec.builder(flag)
                                        .type(String.class)
                                        .arity("0..1")
                                        .fallbackValue("true")
                                        .paramLabel("VALUE")
                                        .description("Accepted without effect: " + reason + ".")
                                        .build()));
    }

    static void tell(ParseResult given) {
        reasons()
                .forEach((flag, reason) -> {
                    if (given.hasMatchedOption(flag)) {
                        LOG.info("{} is accepted without effect: {}", flag, reason);
                    }
                });
    }
}
