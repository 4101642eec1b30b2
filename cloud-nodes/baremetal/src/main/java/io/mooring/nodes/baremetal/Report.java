package io.mooring.nodes.baremetal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a machine said of itself.
///
/// @param claimText the claim as it is written, also where it cannot be read
/// @param gaveUp why it has ended joining its cluster for good
/// @param foreign why it is not free though nobody claimed it; empty if it may be claimed
record Report(
        String architecture,
        int processors,
        int memoryMebibytes,
        Optional<Claim> claim,
        String claimText,
        Phase phase,
        String foreign,
        Optional<String> gaveUp,
        List<String> log) {

    private static final String GREETING = "mooring-machine 1";

    Report {
        log = List.copyOf(log);
    }

    boolean isFree() {
        return claimText.isEmpty() && foreign.isEmpty();
    }

    /// What is known of a machine that is switched off: whose it is.
    static Report dark(Claim claim) {
        return new Report(
                "",
                0,
                0,
                Optional.of(claim),
                claim.text(),
                Phase.OFF,
                "",
                Optional.empty(),
                List.of());
    }

    boolean isDark() {
        return processors == 0;
    }

    /// The kind of machine it is, by what a scheduler looks at; empty for one that is dark.
    String type() {
        return isDark()
                ? ""
                : "%s-%dcpu-%dGi"
                        .formatted(architecture, processors, Math.ceilDiv(memoryMebibytes, 1024));
    }

    /// Whether our program ran at all: what went before it, such as sudo, does not greet.
    static boolean greets(String output) {
        return output.startsWith(GREETING);
    }

    /// The trouble that the program ran into, as `KIND REASON`.
    static Optional<String> trouble(String output) {
        return output.lines()
                .filter(line -> line.startsWith("trouble "))
                .findFirst()
                .map(line -> line.substring("trouble ".length()));
    }

    static Report parse(String output) {
        Map<String, String> values = new HashMap<>();
        List<String> log = new ArrayList<>();
        output.lines()
                .forEach(line -> {
                    int space = line.indexOf(' ');
                    String name = space < 0 ? line : line.substring(0, space);
                    String value = space < 0 ? "" : line.substring(space + 1);
                    if (name.equals("log")) {
                        log.add(value);
                    } else {
                        values.put(name, value);
                    }
                });
        String claim = values.getOrDefault("claim", "");
        return new Report(
                kubernetesName(values.getOrDefault("architecture", "")),
                Integer.parseInt(values.getOrDefault("processors", "0")),
                Integer.parseInt(values.getOrDefault("memory", "0")),
                Claim.parse(claim),
                claim,
                Phase.valueOf(values.getOrDefault("phase", "claimed").toUpperCase(Locale.ROOT)),
                values.getOrDefault("foreign", ""),
                Optional.ofNullable(values.get("gaveup"))
                        .map(it -> it.isEmpty() ? "without a word" : it),
                log);
    }

    private static String kubernetesName(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }
}
