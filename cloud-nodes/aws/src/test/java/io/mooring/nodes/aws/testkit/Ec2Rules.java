package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What EC2 does and moto does not: client tokens, the limit of user data, instances that are not
/// seen at once, a price list, spot instances that are taken away. Tells whoever asks of each
/// machine that starts or ends.
public final class Ec2Rules {

    private static final int USER_DATA_LIMIT = 16_384;
    private static final Pattern INSTANCE =
            Pattern.compile("<instanceId>(i-[0-9a-f]+)</instanceId>");
    private static final String NOTHING =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>test</requestId><reservationSet/></DescribeInstancesResponse>
            """;

    private final Map<String, Double> prices = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, ApiCall>> onLaunch = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> onEnd = new CopyOnWriteArrayList<>();

    // guarded by this
    private final Map<String, Made> byToken = new HashMap<>();
    // guarded by this
    private final SpotRules spot = new SpotRules();
    // guarded by this
    private final FleetRules fleets = new FleetRules();
    // guarded by this
    private final Set<String> ended = new HashSet<>();
    // guarded by this
    private int looksThatMiss;
    // guarded by this
    private int missing;
    // guarded by this
    private boolean forgetsTerminated;

    /// Processes a request.
    interface Moto {
        Answer ask(String body);
    }

    private record Made(Map<String, String> parameters, String instance, Answer answer) {}

    /// How many looks after a launch do not show it.
    public synchronized void showAfter(int looks) {
        looksThatMiss = looks;
    }

    /// From now on terminated instances are not shown, as an hour after their end.
    public synchronized void hideTerminated() {
        forgetsTerminated = true;
    }

    /// Announces that a spot instance is taken away.
    public synchronized void interrupt(String instance, Instant now) {
        spot.notice(instance, now);
    }

    /// Announces an event of an instance of any kind, in EC2's words.
    public synchronized void schedule(
            String instance, String code, String description, Instant notBefore) {
        spot.schedule(instance, code, description, notBefore);
    }

    /// No fleet gets this offer, for that reason.
    ///
    /// @param offer as in `m5.large in subnet-1`
    public synchronized void refuse(String offer, String code) {
        fleets.refuse(offer, code);
    }

    /// Fleets get another one before this offer, if they may.
    public synchronized void passOver(String offer) {
        fleets.passOver(offer);
    }

    /// An instance that is gone was taken back by EC2.
    public synchronized void takeBack(String instance) {
        spot.take(instance);
    }

    public void price(String type, double usd) {
        prices.put(type, usd);
    }

    /// Calls back with the id of each instance that is launched, and the call that launched it.
    public void onLaunch(BiConsumer<String, ApiCall> listener) {
        onLaunch.add(listener);
    }

    public void onEnd(Consumer<String> listener) {
        onEnd.add(listener);
    }

    Answer apply(ApiCall call, Moto moto) {
        return switch (call.action()) {
            case "RunInstances" -> launch(call, moto);
            case "CreateFleet" -> fleet(call, moto);
            case "TerminateInstances" -> end(call, moto);
            case "DescribeInstances" -> describe(call, moto);
            case "DescribeSpotInstanceRequests" -> spotRequests(call);
            case "DescribeInstanceStatus" -> statuses(call);
            case "GetProducts" -> products(call);
            default -> moto.ask(call.body());
        };
    }

    private synchronized Answer describe(ApiCall call, Moto moto) {
        if (missing > 0) {
            missing--;
            return Answer.of(200, "text/xml", NOTHING);
        }
        return spot.shown(moto.ask(forgetsTerminated ? ofLiving(call) : call.body()));
    }

    private static String ofLiving(ApiCall call) {
        long filters =
                call.parameters().keySet().stream()
                        .filter(it -> it.matches("Filter\\.[0-9]+\\.Name"))
                        .count();
        String filter = "&Filter." + (filters + 1);
        return call.body()
                + filter
                + ".Name=instance-state-name"
                + filter
                + ".Value.1=pending"
                + filter
                + ".Value.2=running"
                + filter
                + ".Value.3=stopped";
    }

    private synchronized Answer launch(ApiCall call, Moto moto) {
        int size = Base64.getDecoder().decode(call.parameter("UserData").orElse("")).length;
        if (size > USER_DATA_LIMIT) {
            return Answers.error(
                    400, "InvalidParameterValue", "User data is limited to 16384 bytes");
        }
        String token = call.parameter("ClientToken").orElseThrow();
        var parameters = new TreeMap<>(call.parameters());
        parameters.remove("ClientToken");
        Made made = byToken.get(token);
        if (made != null && ended.contains(made.instance())) {
            return Answers.error(
                    400,
                    "IdempotentInstanceTerminated",
                    "The client token belongs to a terminated instance");
        }
        if (made != null) {
            return made.parameters().equals(parameters)
                    ? made.answer()
                    : Answers.error(
                            400,
                            "IdempotentParameterMismatch",
                            "Arguments on this idempotent request are inconsistent");
        }
        Answer answer = moto.ask(call.body());
        if (answer.isSuccess()) {
            Matcher instance = INSTANCE.matcher(answer.body());
            if (!instance.find()) {
                throw new AssertionError("no instance in " + answer.body());
            }
            byToken.put(token, new Made(parameters, instance.group(1), answer));
            missing = looksThatMiss;
            onLaunch.forEach(it -> it.accept(instance.group(1), call));
        }
        return answer;
    }

    private synchronized Answer spotRequests(ApiCall call) {
        return spot.requests(call);
    }

    private synchronized Answer statuses(ApiCall call) {
        return spot.statuses(call);
    }

    private synchronized Answer fleet(ApiCall call, Moto moto) {
        Answer answer = fleets.launch(call, moto);
        FleetRules.instance(answer)
                .ifPresent(instance -> {
                    missing = looksThatMiss;
                    onLaunch.forEach(it -> it.accept(instance, call));
                });
        return answer;
    }

    private synchronized Answer end(ApiCall call, Moto moto) {
        Answer answer = moto.ask(call.body());
        if (answer.isSuccess()) {
            call.parameters()
                    .forEach((name, value) -> {
                        if (name.startsWith("InstanceId.") && ended.add(value)) {
                            onEnd.forEach(it -> it.accept(value));
                        }
                    });
        }
        return answer;
    }

    private Answer products(ApiCall call) {
        String list =
                prices.entrySet().stream()
                        .filter(it -> call.body().contains("\"" + it.getKey() + "\""))
                        .map(it ->
                                "{\\\"terms\\\":{\\\"OnDemand\\\":{\\\"T\\\":{\\\"priceDimensions\\\":{\\\"D\\\":{\\\"pricePerUnit\\\":{\\\"USD\\\":\\\"%s\\\"}}}}}}}"
                                        .formatted(it.getValue()))
                        .map(product -> "\"" + product + "\"")
                        .collect(Collectors.joining(","));
        return Answer.of(200, "application/x-amz-json-1.1", "{\"PriceList\":[" + list + "]}");
    }
}
