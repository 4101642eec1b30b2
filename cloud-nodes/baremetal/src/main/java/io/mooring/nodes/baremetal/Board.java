package io.mooring.nodes.baremetal;

import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The power of a machine, from what it boots next, and a note that outlives its power: the asset
/// tag. To be closed.
final class Board implements AutoCloseable {

    private static final String ROOT = "/redfish/v1/";
    private static final String ID = "@odata.id";
    private static final String OFF = "Off";
    private static final String ON = "On";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Boards may show what they were told some time later.
    private static final Duration NOTE_LIMIT = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Bmc bmc;
    private final Pace pace;
    private final Redfish redfish;
    private Optional<String> path = Optional.empty();

    Board(Bmc bmc, Pace pace) {
        this.bmc = bmc;
        this.pace = pace;
        this.redfish = new Redfish(bmc, pace);
    }

    boolean isOff() {
        return power().equals(OFF);
    }

    private String power() {
        return system().path("PowerState").asString("");
    }

    void on() {
        JsonNode system = system();
        if (!system.path("PowerState").asString("").equals(ON)) {
            reset(system, ON);
            await(ON, LIMIT);
        }
    }

    /// In order as long as `patience` lasts.
    void off(Duration patience) {
        JsonNode system = system();
        if (system.path("PowerState").asString("").equals(OFF)) {
            return;
        }
        if (resets(system).contains("GracefulShutdown")) {
            reset(system, "GracefulShutdown");
            if (isReached(OFF, patience)) {
                return;
            }
        }
        reset(system, "ForceOff");
        await(OFF, LIMIT);
    }

    private void await(String power, Duration limit) {
        if (!isReached(power, limit)) {
            throw unfit(
                    "it is %s and not %s, %d s after it was told to be"
                            .formatted(power(), power, limit.toSeconds()));
        }
    }

    private boolean isReached(String power, Duration limit) {
        Instant end = pace.now().plus(limit);
        while (!power().equals(power)) {
            if (!pace.now().isBefore(end)) {
                return false;
            }
            pace.pause(LOOK);
        }
        return true;
    }

    private static List<String> resets(JsonNode system) {
        return system.at("/Actions/#ComputerSystem.Reset/ResetType@Redfish.AllowableValues")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private void reset(JsonNode system, String type) {
        JsonNode action = system.at("/Actions/#ComputerSystem.Reset");
        redfish.post(
                action.path("target").asString(path() + "/Actions/ComputerSystem.Reset"),
                object().put("ResetType", type));
    }

    /// Whose the machine is, as [#mark] has noted it.
    Optional<Claim> claim() {
        return read(system()).claim();
    }

    /// Notes whose the machine is, beside what somebody else has written there.
    ///
    /// @throws MachineTrouble where the board takes the note and does not keep it; then it says
    ///   again what it said before
    void mark(Claim claim) {
        Mark before = read(system());
        redfish.patch(path(), seen -> Optional.of(tag(read(seen).with(claim))));
        Instant end = pace.now().plus(NOTE_LIMIT);
        while (!claim().map(Claim::text).equals(Optional.of(claim.text()))) {
            if (!pace.now().isBefore(end)) {
                String kept = system().path("AssetTag").asString("");
                redfish.patch(path(), tag(before.others()));
                throw unfit(
                        "it does not keep its asset tag: it was told \"%s\" and says \"%s\", so nobody could tell whose the machine is once it is off. It was left on; take bmc away from this machine to do without"
                                .formatted(before.with(claim), kept));
            }
            pace.pause(LOOK);
        }
    }

    /// Takes what we have noted out again.
    void unmark() {
        redfish.patch(
                path(),
                seen -> Optional.of(read(seen)).filter(Mark::isOurs).map(it -> tag(it.others())));
    }

    /// Takes the note out that a process has made by [#reserve].
    void release(String process) {
        redfish.patch(
                path(),
                seen ->
                        Optional.of(read(seen))
                                .filter(it ->
                                        it.waking()
                                                .filter(one -> one.by().equals(process))
                                                .isPresent())
                                .map(it -> tag(it.others())));
    }

    /// Whether a process switches it on just now, and a note of that is not out of date.
    boolean isWaking() {
        return read(system()).waking().filter(it -> it.keepsOut("", pace.now())).isPresent();
    }

    /// Notes that this process switches it on, unless another one does, or somebody has claimed it.
    /// Boards that know no ETag may have taken two notes: the last one holds. Boards that show a
    /// note later may still show the one before, which names this process too.
    ///
    /// @return whether this process does now; not where others change the board at the same time
    boolean reserve(Waking waking) {
        boolean settled =
                redfish.tryPatch(
                        path(),
                        seen ->
                                Optional.of(read(seen))
                                        .filter(it -> it.claim().isEmpty())
                                        .filter(it -> isFreeFor(waking, it))
                                        .map(it -> tag(it.with(waking))));
        return settled
                && read(system()).waking().filter(it -> it.by().equals(waking.by())).isPresent();
    }

    private boolean isFreeFor(Waking waking, Mark mark) {
        return mark.waking().filter(it -> it.keepsOut(waking.by(), pace.now())).isEmpty();
    }

    private static Mark read(JsonNode system) {
        return Mark.read(system.path("AssetTag").asString(""));
    }

    private static ObjectNode tag(String text) {
        return object().put("AssetTag", text);
    }

    /// Has it boot from the image that is given, this once, whatever it does now.
    void bootFromMedia() {
        JsonNode drive = drive();
        if (!drive.path("Image").asString("").equals(bmc.media())) {
            if (drive.path("Inserted").asBoolean(false)) {
                act(drive, "EjectMedia", object());
            }
            act(
                    drive,
                    "InsertMedia",
                    object().put("Image", bmc.media())
                            .put("Inserted", true)
                            .put("WriteProtected", true));
        }
        var boot = object();
        boot.putObject("Boot")
                .put("BootSourceOverrideEnabled", "Once")
                .put("BootSourceOverrideTarget", "Cd");
        redfish.patch(path(), boot);
        JsonNode system = system();
        reset(system, system.path("PowerState").asString("").equals(OFF) ? ON : "ForceRestart");
        await(ON, LIMIT);
    }

    /// Takes our image out again.
    void ejectMedia() {
        JsonNode drive = drive();
        if (drive.path("Image").asString("").equals(bmc.media())) {
            act(drive, "EjectMedia", object());
        }
    }

    private void act(JsonNode drive, String action, ObjectNode body) {
        String target = drive.at("/Actions/#VirtualMedia." + action + "/target").asString("");
        if (target.isEmpty()) {
            throw unfit("its virtual media have no action " + action);
        }
        redfish.post(target, body);
    }

    /// The first that takes the image of a disc. Older controllers have it at their manager.
    private JsonNode drive() {
        JsonNode system = system();
        String media = system.path("VirtualMedia").path(ID).asString("");
        if (media.isEmpty()) {
            String manager = system.at("/Links/ManagedBy/0").path(ID).asString("");
            media =
                    manager.isEmpty()
                            ? ""
                            : redfish.get(manager).path("VirtualMedia").path(ID).asString("");
        }
        if (!media.isEmpty()) {
            for (JsonNode member : redfish.get(media).path("Members")) {
                JsonNode drive = redfish.get(member.path(ID).asString(""));
                boolean disc =
                        drive.path("MediaTypes")
                                .valueStream()
                                .map(JsonNode::asString)
                                .anyMatch(it -> it.equals("CD") || it.equals("DVD"));
                if (disc) {
                    return drive;
                }
            }
        }
        throw unfit("it has no virtual media for a disc, so it cannot boot from " + bmc.media());
    }

    private JsonNode system() {
        return redfish.get(path());
    }

    private String path() {
        if (path.isEmpty()) {
            path = Optional.of(bmc.system().isEmpty() ? only() : bmc.system());
        }
        return path.get();
    }

    private String only() {
        String systems = redfish.get(ROOT).path("Systems").path(ID).asString(ROOT + "Systems");
        List<String> members =
                redfish.get(systems)
                        .path("Members")
                        .valueStream()
                        .map(it -> it.path(ID).asString(""))
                        .toList();
        if (members.size() != 1) {
            throw new MachineTrouble(
                    new Trouble.Unfit(
                            bmc.field() + ".system",
                            "%s has %s: say which of them it is".formatted(bmc.url(), members)));
        }
        return members.getFirst();
    }

    private MachineTrouble unfit(String reason) {
        return new MachineTrouble(new Trouble.Unfit(bmc.field(), bmc.url() + ": " + reason));
    }

    private static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    @Override
    public void close() {
        redfish.close();
    }
}
