package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// What Azure does with a request. Everything that it does to a machine takes a few looks.
public final class ArmRules {

    /// The one resource group that there is.
    public static final String GROUP = "nodes";

    /// A machine that has come to run, or has ended.
    ///
    /// @param name of the machine, as its tag `mooring:machine` has it
    /// @param customData as it was given, in base64
    public record Started(String name, String customData) {}

    private final String endpoint;
    private final boolean asksWho;
    private final Group group = new Group();
    private final VirtualMachineRules machines;
    private final PartRules parts;
    private final Catalog catalog = new Catalog();
    private final List<Consumer<Started>> onStart = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> onEnd = new CopyOnWriteArrayList<>();
    private final Map<String, String> consoles = new HashMap<>();

    // guarded by this
    private int looks = 1;
    // guarded by this
    private int seconds = 2;

    ArmRules(String endpoint, boolean asksWho) {
        this.endpoint = endpoint;
        this.asksWho = asksWho;
        this.machines =
                new VirtualMachineRules(
                        group, this::accepted, it -> tell(onStart, it), it -> tell(onEnd, it));
        this.parts = new PartRules(group, this::accepted);
    }

    /// How many looks everything takes, and how many seconds it asks to wait between them.
    public synchronized void slowness(int looksTaken, int secondsBetween) {
        looks = looksTaken;
        seconds = secondsBetween;
    }

    /// Accepts the next creations of that kind, and has them fail afterwards.
    public synchronized void failCreation(
            Predicate<ArmCall> on, int times, String code, String message) {
        machines.fail(on, times, new Operation.Failure(code, message));
    }

    /// From now on the end of an operation does not say why it failed.
    public synchronized void silence() {
        group.silence();
    }

    /// How many looks after its creation do not show a machine.
    public synchronized void showAfter(int looksInVain) {
        machines.showAfter(looksInVain);
    }

    /// From now on what is attached to a machine stays when that is deleted, whatever was said.
    public synchronized void keepParts() {
        machines.keepParts();
    }

    /// From now on a network interface whose machine failed is kept for it for so many attempts to
    /// delete it.
    public synchronized void reserveInterfaces(int times) {
        machines.reserve(times);
    }

    /// How machines come to be without a word of their own: as copies with others' tags do.
    public synchronized void copy(String machine, String as) {
        Thing thing = group.get("virtualMachines", machine).orElseThrow();
        group.put(new Thing(thing.id(), thing.type, as, thing.json.deepCopy()));
    }

    /// Azure begins to take a spot machine back; [#evict] is the end of that.
    public synchronized void beginEviction(String machine) {
        machines.beginEviction(group.get("virtualMachines", machine).orElseThrow());
    }

    /// Azure takes a spot machine back, and does with it what was asked for that case.
    public synchronized void evict(String machine) {
        machines.evict(group.get("virtualMachines", machine).orElseThrow());
    }

    /// Somebody switches a machine off.
    public synchronized void deallocate(String machine) {
        machines.power(group.get("virtualMachines", machine).orElseThrow(), "deallocated");
    }

    public synchronized void price(String size, double usd) {
        catalog.price(size, usd);
    }

    public synchronized void console(String machine, String text) {
        consoles.put(machine, text);
    }

    /// Tells of each machine that comes to run for the first time.
    public void onStart(Consumer<Started> listener) {
        onStart.add(listener);
    }

    /// Tells of each machine that ends, by the name in its tag.
    public void onEnd(Consumer<String> listener) {
        onEnd.add(listener);
    }

    private static <T> void tell(List<Consumer<T>> listeners, T event) {
        listeners.forEach(it -> it.accept(event));
    }

    /// The names of all that is there of that type.
    public synchronized List<String> names(String type) {
        return group.all(type).stream().map(it -> it.name).toList();
    }

    /// The tags of a thing.
    public synchronized Map<String, String> tags(String type, String name) {
        var tags = new HashMap<String, String>();
        group.get(type, name)
                .orElseThrow()
                .json
                .path("tags")
                .properties()
                .forEach(it -> tags.put(it.getKey(), it.getValue().asString()));
        return tags;
    }

    synchronized Answer apply(ArmCall call) {
        if (call.path().endsWith("/oauth2/v2.0/token")) {
            return Tokens.issue(call);
        }
        if (call.path().startsWith("/blob/")) {
            return Answer.of(
                    200,
                    "text/plain",
                    consoles.getOrDefault(call.path().substring("/blob/".length()), ""));
        }
        if (call.path().equals("/api/retail/prices")) {
            return catalog.prices(call);
        }
        if (asksWho && !Tokens.isSignedIn(call)) {
            return Answers.error(
                    401, "InvalidAuthenticationToken", "The access token is missing or invalid.");
        }
        Optional<Answer> refused = Requests.refused(call).or(() -> misplaced(call));
        return refused.orElseGet(() -> answer(call));
    }

    private static Optional<Answer> misplaced(ArmCall call) {
        boolean elsewhere =
                call.key().contains("/resourcegroups/")
                        && !call.key().contains("/resourcegroups/" + GROUP + "/");
        return elsewhere
                ? Optional.of(
                        Answers.error(
                                404,
                                "ResourceGroupNotFound",
                                "Resource group of " + call.path() + " could not be found."))
                : Optional.empty();
    }

    private Answer answer(ArmCall call) {
        String what = call.method() + " " + call.type();
        if (what.equals("GET locations")) {
            return operation(call);
        }
        if (what.equals("GET skus")) {
            return catalog.skus(call);
        }
        if (call.method().equals("GET")) {
            return call.name().isEmpty() ? group.list(call, endpoint) : get(call);
        }
        return switch (what) {
            case "PUT virtualMachines" -> machines.put(call);
            case "DELETE virtualMachines" -> machines.delete(call);
            case "POST virtualMachines" -> machines.act(call, endpoint);
            case "PUT networkInterfaces" -> parts.putInterface(call);
            case "DELETE networkInterfaces" -> parts.deleteInterface(call);
            case "DELETE disks" -> parts.deleteDisk(call);
            default -> Answers.error(405, "MethodNotAllowed", what);
        };
    }

    private Answer get(ArmCall call) {
        Optional<Thing> found = group.look(call.type(), call.name());
        if (found.isEmpty()) {
            return absent(call);
        }
        found.get().progress();
        return group.get(call.type(), call.name())
                .map(it -> Answer.json(200, shown(call, it)))
                .orElseGet(() -> absent(call));
    }

    private static ObjectNode shown(ArmCall call, Thing thing) {
        return "instanceView".equals(call.query().get("$expand"))
                ? thing.json
                : Group.withoutInstanceView(thing.json);
    }

    static Answer absent(ArmCall call) {
        return Answers.error(
                404,
                "ResourceNotFound",
                "The Resource 'Microsoft.Compute/%s/%s' under resource group '%s' was not found."
                        .formatted(call.type(), call.name(), GROUP));
    }

    private Answer operation(ArmCall call) {
        String id = call.path().substring(call.path().lastIndexOf('/') + 1);
        return group.operation(id)
                .map(it -> call.query().containsKey("monitor") ? it.result() : it.status())
                .orElseGet(() -> Answers.error(404, "NotFound", "no operation " + id));
    }

    /// The answer to what was accepted, and where to ask how it goes.
    private Answer accepted(
            Answer answer,
            Thing thing,
            Runnable effect,
            Optional<Operation.Failure> failure,
            boolean statusUrl) {
        Map<String, String> wait = Map.of("Retry-After", "" + seconds);
        Operation begun = group.begin(looks, wait, effect, failure);
        thing.doing = Optional.of(begun);
        var headers = new HashMap<>(wait);
        String url =
                "%s/subscriptions/s/providers/Microsoft.Compute/locations/westeurope/operations/%s?api-version=2025-04-01"
                        .formatted(endpoint, begun.id);
        if (statusUrl) {
            headers.put("Azure-AsyncOperation", url);
        }
        headers.put("Location", url + "&monitor=true");
        return answer.with(headers);
    }

    /// Begins something that takes a while.
    interface Accepting {
        Answer accept(
                Answer answer,
                Thing thing,
                Runnable effect,
                Optional<Operation.Failure> failure,
                boolean statusUrl);
    }
}
