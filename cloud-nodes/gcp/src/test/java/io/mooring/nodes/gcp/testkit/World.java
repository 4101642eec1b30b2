package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is in the project, and what is being done. Guarded by its [GceRules].
final class World {

    static final String PROJECT = "my-project-1";
    static final String LINK = "https://www.googleapis.com/compute/v1/projects/" + PROJECT + "/";
    static final List<String> ZONES = List.of("europe-west1-b", "europe-west1-c", "europe-west1-d");

    /// Things on a page of a list over all zones; Google has 500.
    private int pageSize = 2;

    final Map<String, Thing> instances = new TreeMap<>();
    final Map<String, Thing> disks = new TreeMap<>();
    final List<Doing> doings = new ArrayList<>();
    private final Map<String, Doing> byRequest = new TreeMap<>();
    private final Instant start = Instant.now();
    private Optional<String> unreachable = Optional.empty();
    private int seconds;

    void pageSize(int things) {
        pageSize = things;
    }

    void unreachable(String zone) {
        unreachable = Optional.of(zone);
    }

    static String key(String zone, String name) {
        return zone + "/" + name;
    }

    /// A time after all that it has told before, in the form that Google has.
    String now() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                start.plusMillis(++seconds).atOffset(ZoneOffset.ofHours(-7)));
    }

    Optional<Doing> byRequest(GceCall call) {
        return Optional.ofNullable(byRequest.get(call.query().getOrDefault("requestId", "")));
    }

    Doing begin(
            GceCall call,
            String type,
            String target,
            int looks,
            Runnable effect,
            Optional<Doing.Failure> failure) {
        var begun =
                new Doing(doings.size(), type, call.zone(), target, now(), looks, effect, failure);
        doings.add(begun);
        byRequest.put(call.query().getOrDefault("requestId", ""), begun);
        return begun;
    }

    /// As Google tells of a machine that it took back: by an operation of its own, done at once.
    void preempted(String target, String zone) {
        var done =
                new Doing(
                        doings.size(),
                        "compute.instances.preempted",
                        zone,
                        target,
                        now(),
                        0,
                        () -> {},
                        Optional.empty());
        done.say("Instance was preempted.");
        done.step();
        doings.add(done);
    }

    Answer operation(GceCall call) {
        return doings.stream()
                .filter(it -> it.name.equals(call.name()) && it.zone.equals(call.zone()))
                .findFirst()
                .map(it -> {
                    it.step();
                    return Answer.json(200, it.json());
                })
                .orElseGet(() -> Answers.absent("projects/" + PROJECT + "/" + call.scope()));
    }

    /// What of the instances or disks may be seen, by zone, page by page.
    Answer listed(GceCall call, Map<String, Thing> things) {
        Filter filter = Filter.of(call);
        List<Thing> seen =
                List.copyOf(things.values()).stream()
                        .filter(it -> filter.test(it.json))
                        .filter(Thing::look)
                        .filter(it -> things.containsKey(key(it.zone, it.name)))
                        .toList();
        return page(call, seen, it -> it.zone, it -> it.json);
    }

    Answer listedDoings(GceCall call) {
        Filter filter = Filter.of(call);
        List<Doing> seen = doings.stream().filter(it -> filter.test(it.json())).toList();
        return page(call, seen, it -> it.zone, Doing::json);
    }

    <T> Answer page(
            GceCall call, List<T> all, Function<T, String> zone, Function<T, ObjectNode> json) {
        int from = Integer.parseInt(call.query().getOrDefault("pageToken", "0"));
        int to = Math.min(from + pageSize, all.size());
        var body = JsonMapper.shared().createObjectNode();
        var items = body.putObject("items");
        ZONES.forEach(it -> empty(items.putObject("zones/" + it)));
        for (T one : all.subList(Math.min(from, to), to)) {
            var scope = (ObjectNode) items.path("zones/" + zone.apply(one));
            scope.remove("warning");
            scope.withArray(call.type()).add(json.apply(one));
        }
        unreachable.ifPresent(it -> {
            var scope = items.putObject("zones/" + it);
            scope.putObject("warning").put("code", "UNREACHABLE").put("message", "no answer");
        });
        if (to < all.size()) {
            body.put("nextPageToken", "" + to);
        }
        return Answer.json(200, body);
    }

    private static void empty(ObjectNode scope) {
        scope.putObject("warning")
                .put("code", "NO_RESULTS_ON_PAGE")
                .put("message", "There are no results for this scope on this page.");
    }

    /// The things that a test asks for by the name of a machine of ours.
    static boolean isOf(Thing thing, String machine) {
        JsonNode label = thing.json.path("labels").path("mooring-machine");
        return label.asString("").equals(machine);
    }
}
