package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What Google does with a request, in one project and one region of three zones. Everything that
/// it does to a machine takes a few looks.
public final class GceRules {

    /// The one project that there is, besides those of images.
    public static final String PROJECT = World.PROJECT;

    public static final List<String> ZONES = World.ZONES;

    /// A machine that has come to run for the first time.
    ///
    /// @param name of the machine, as its label has it
    /// @param userData as it was given
    public record Started(String name, String userData) {}

    private final World world = new World();
    private final List<Consumer<Started>> onStart = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> onEnd = new CopyOnWriteArrayList<>();
    private final InstanceRules instances =
            new InstanceRules(world, it -> tell(onStart, it), it -> tell(onEnd, it));
    private final Types types = new Types();
    private final Map<String, String> consoles = new HashMap<>();

    private static <T> void tell(List<Consumer<T>> listeners, T event) {
        listeners.forEach(it -> it.accept(event));
    }

    /// How many looks everything takes.
    public synchronized void slowness(int looks) {
        instances.slowness(looks);
    }

    /// Accepts the next creations of that kind, and has them fail afterwards.
    public synchronized void failCreation(
            Predicate<GceCall> on, int times, String code, String message) {
        instances.fail(on, times, new Doing.Failure(code, message));
    }

    /// How many looks after its creation do not show a machine.
    public synchronized void showAfter(int looksInVain) {
        instances.showAfter(looksInVain);
    }

    /// From now on the disks of a machine that goes stay, whatever was said.
    public synchronized void keepDisks() {
        instances.keepDisks();
    }

    /// So many things are on a page of a list.
    public synchronized void pageSize(int things) {
        world.pageSize(things);
    }

    /// From now on lists say that this zone does not answer.
    public synchronized void unreachable(String zone) {
        world.unreachable(zone);
    }

    public synchronized void price(String description, double usd) {
        types.price(description, usd);
    }

    public synchronized void console(String machine, String text) {
        consoles.put(machine, text);
    }

    /// How machines come to be without a word of their own: as copies with others' labels do, and
    /// second ones of a name in another zone.
    public synchronized void copy(String machine, String as, String zone) {
        Thing thing = of(machine).findFirst().orElseThrow();
        var json = thing.json.deepCopy();
        json.put("name", as).put("zone", World.LINK + "zones/" + zone);
        json.put("creationTimestamp", world.now());
        json.putArray("disks");
        world.instances.put(World.key(zone, as), new Thing(zone, as, json));
    }

    /// Somebody changes what a machine does.
    public synchronized void status(String machine, String status) {
        of(machine).forEach(it -> it.status(status));
    }

    /// Google has told a spot machine that it takes it back; [#preempt] is half a minute later.
    public synchronized void beginPreemption(String machine) {
        of(machine).toList().forEach(instances::beginPreemption);
    }

    /// Google takes a spot machine back, and does with it what was asked for that case.
    public synchronized void preempt(String machine) {
        of(machine).toList().forEach(instances::preempt);
    }

    private Stream<Thing> of(String machine) {
        return world.instances.values().stream().filter(it -> World.isOf(it, machine));
    }

    /// What is there of a machine: `instance` and `disk` for each.
    public synchronized List<String> there(String machine) {
        return Stream.concat(
                        of(machine).map(_ -> "instance"),
                        world.disks.values().stream()
                                .filter(it -> World.isOf(it, machine))
                                .map(_ -> "disk"))
                .toList();
    }

    /// The names of all instances.
    public synchronized List<String> names() {
        return world.instances.values().stream().map(it -> it.name).toList();
    }

    /// Tells of each machine that comes to run for the first time.
    public void onStart(Consumer<Started> listener) {
        onStart.add(listener);
    }

    /// Tells of each machine that ends, by its name.
    public void onEnd(Consumer<String> listener) {
        onEnd.add(listener);
    }

    synchronized Answer apply(GceCall call) {
        if (call.path().endsWith("/skus")) {
            return types.prices(call);
        }
        try {
            return misplaced(call)
                    .or(() -> Requests.refused(call))
                    .or(() -> Images.missing(call.body()))
                    .orElseGet(() -> answer(call));
        } catch (IllegalArgumentException e) {
            return Answers.error(
                    400, "invalid", "Invalid value for field 'filter': " + e.getMessage());
        }
    }

    private static Optional<Answer> misplaced(GceCall call) {
        boolean image = call.is("GET", "images");
        if (!image && !call.project().equals(PROJECT)) {
            return Optional.of(Answers.absent("projects/" + call.project()));
        }
        boolean zonal = call.scope().startsWith("zones/");
        return zonal && !ZONES.contains(call.zone())
                ? Optional.of(
                        Answers.error(
                                400,
                                "invalid",
                                "Invalid value for field 'zone': '%s'. Unknown zone."
                                        .formatted(call.zone())))
                : Optional.empty();
    }

    private Answer answer(GceCall call) {
        String kind = call.scope().replaceFirst("/.*", "");
        return switch (call.method() + " " + kind + " " + call.type()) {
            case "GET aggregated instances" -> world.listed(call, world.instances);
            case "GET aggregated disks" -> world.listed(call, world.disks);
            case "GET aggregated operations" -> world.listedDoings(call);
            case "GET aggregated machineTypes" -> types.types(call, world);
            case "GET regions " -> Types.region(call);
            case "GET global images" -> Images.ofFamily(call);
            case "GET zones operations" -> world.operation(call);
            case "GET zones instances" -> console(call);
            case "GET zones disks" -> disk(call);
            case "POST zones instances" ->
                    call.name().isEmpty() ? instances.insert(call) : instances.act(call);
            case "DELETE zones instances" -> instances.delete(call);
            case "DELETE zones disks" -> instances.deleteDisk(call);
            case String it -> Answers.error(404, "notFound", it + " of " + call.path());
        };
    }

    private Answer console(GceCall call) {
        Thing machine = world.instances.get(World.key(call.zone(), call.name()));
        if (machine == null || !call.action().equals("serialPort")) {
            return Answers.absent(call.path());
        }
        String text = consoles.getOrDefault(machine.label("mooring-machine"), "");
        return Answer.json(200, JsonMapper.shared().createObjectNode().put("contents", text));
    }

    private Answer disk(GceCall call) {
        Thing disk = world.disks.get(World.key(call.zone(), call.name()));
        return disk == null ? Answers.absent(call.path()) : Answer.json(200, disk.json);
    }
}
