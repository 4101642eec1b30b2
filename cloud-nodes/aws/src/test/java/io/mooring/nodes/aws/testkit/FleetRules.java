package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What EC2 does with instant fleets and moto does not: client tokens, offers that are sold out or
/// passed over, and zones. Guarded by its [Ec2Rules].
final class FleetRules {

    private static final String CONFIG = "LaunchTemplateConfigs.1.Overrides.";
    private static final Pattern INSTANCE = Pattern.compile("<item>(i-[0-9a-f]+)</item>");
    private static final Pattern SUBNET =
            Pattern.compile("<subnetId>(subnet-[0-9a-f]+)</subnetId>");

    private record Made(Map<String, String> parameters, Answer answer) {}

    /// An override as it is asked for: its members by name.
    private record Asked(Map<String, String> members) {

        String key() {
            return members.get("InstanceType")
                    + " in "
                    + members.getOrDefault(
                            "SubnetId", members.getOrDefault("AvailabilityZone", "any"));
        }

        String error(String code, String lifecycle) {
            String place =
                    Optional.ofNullable(members.get("SubnetId"))
                            .map("<subnetId>%s</subnetId>"::formatted)
                            .orElse(
                                    "<availabilityZone>%s</availabilityZone>"
                                            .formatted(
                                                    members.getOrDefault("AvailabilityZone", "")));
            return "<item><launchTemplateAndOverrides><overrides><instanceType>%s</instanceType>%s</overrides></launchTemplateAndOverrides><lifecycle>%s</lifecycle><errorCode>%s</errorCode><errorMessage>There is no %s</errorMessage></item>"
                    .formatted(members.get("InstanceType"), place, lifecycle, code, key());
        }
    }

    private final Map<String, String> refused = new HashMap<>();
    private final Set<String> passedOver = new HashSet<>();
    private final Map<String, Made> byToken = new HashMap<>();

    /// @param offer as in `m5.large in subnet-1`
    void refuse(String offer, String code) {
        refused.put(offer, code);
    }

    /// Another one is taken before it, though it is to be had.
    void passOver(String offer) {
        passedOver.add(offer);
    }

    Answer launch(ApiCall call, Ec2Rules.Moto moto) {
        String token = call.parameter("ClientToken").orElseThrow();
        var parameters = new TreeMap<>(call.parameters());
        parameters.remove("ClientToken");
        Made made = byToken.get(token);
        if (made != null) {
            return made.parameters().equals(parameters)
                    ? made.answer()
                    : Answers.error(400, "IdempotentParameterMismatch", "Arguments differ");
        }
        Answer answer = asked(call, moto);
        if (answer.isSuccess()) {
            byToken.put(token, new Made(parameters, answer));
        }
        return answer;
    }

    private Answer asked(ApiCall call, Ec2Rules.Moto moto) {
        String lifecycle =
                call.parameter("TargetCapacitySpecification.DefaultTargetCapacityType")
                        .orElse("on-demand");
        var errors = new StringBuilder();
        var had = new ArrayList<Asked>();
        for (Asked it : overrides(call)) {
            String code = refused.get(it.key());
            if (code == null) {
                had.add(it);
            } else {
                errors.append(it.error(code, lifecycle));
            }
        }
        had.sort(Comparator.comparing(it -> passedOver.contains(it.key())));
        if (had.isEmpty()) {
            return Answer.of(
                    200,
                    "text/xml",
                    "<CreateFleetResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>test</requestId><fleetId>fleet-0</fleetId><errorSet>%s</errorSet><fleetInstanceSet/></CreateFleetResponse>"
                            .formatted(errors));
        }
        Answer answer = moto.ask(body(call, had, moto));
        return Answer.of(
                answer.status(),
                "text/xml",
                answer.body()
                        .replace(
                                "</CreateFleetResponse>",
                                "<errorSet>" + errors + "</errorSet></CreateFleetResponse>"));
    }

    private static List<Asked> overrides(ApiCall call) {
        var found = new TreeMap<Integer, Map<String, String>>();
        call.parameters()
                .forEach((name, value) -> {
                    if (name.startsWith(CONFIG)) {
                        String[] parts = name.substring(CONFIG.length()).split("\\.", 2);
                        found.computeIfAbsent(Integer.parseInt(parts[0]), _ -> new TreeMap<>())
                                .put(parts[1], value);
                    }
                });
        var overrides = new ArrayList<Asked>();
        found.values().forEach(it -> overrides.add(new Asked(it)));
        overrides.sort(
                Comparator.comparing(it -> Double.parseDouble(it.members().get("Priority"))));
        return overrides;
    }

    /// The same request for those alone: moto takes the first, wherever its zone is.
    private static String body(ApiCall call, List<Asked> had, Ec2Rules.Moto moto) {
        var parameters = new TreeMap<>(call.parameters());
        parameters.keySet().removeIf(it -> it.startsWith(CONFIG));
        for (int i = 0; i < had.size(); i++) {
            var members = new TreeMap<>(had.get(i).members());
            String zone = members.remove("AvailabilityZone");
            if (zone != null) {
                members.put("SubnetId", subnet(zone, moto));
            }
            String prefix = CONFIG + (i + 1) + ".";
            members.forEach((name, value) -> parameters.put(prefix + name, value));
        }
        return parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String subnet(String zone, Ec2Rules.Moto moto) {
        Answer subnets =
                moto.ask(
                        "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=availability-zone&Filter.1.Value.1="
                                + encoded(zone));
        Matcher subnet = SUBNET.matcher(subnets.body());
        if (!subnet.find()) {
            throw new AssertionError("no subnet in " + zone + ": " + subnets.body());
        }
        return subnet.group(1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// Which instance an answer is of.
    static Optional<String> instance(Answer answer) {
        Matcher instance = INSTANCE.matcher(answer.body());
        return instance.find() ? Optional.of(instance.group(1)) : Optional.empty();
    }
}
