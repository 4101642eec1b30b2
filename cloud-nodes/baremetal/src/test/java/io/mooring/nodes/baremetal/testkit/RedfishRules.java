package io.mooring.nodes.baremetal.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the controller of a machine does with a request: as the schemas ComputerSystem, Manager and
/// VirtualMedia of Redfish have it. Everything that it does to the machine takes a few looks.
public final class RedfishRules {

    private static final String V1 = "/redfish/v1";
    private static final String SYSTEM = V1 + "/Systems/1";
    private static final String MANAGER = V1 + "/Managers/bmc";
    private static final String MEDIA = MANAGER + "/VirtualMedia";
    private static final String RESET = SYSTEM + "/Actions/ComputerSystem.Reset";
    private static final Set<String> WRITABLE = Set.of("AssetTag", "Boot", "IndicatorLED");
    private static final Set<String> TARGETS = Set.of("None", "Pxe", "Cd", "Hdd", "Usb");

    private final List<Consumer<String>> onBoot = new CopyOnWriteArrayList<>();
    private final List<Runnable> onEnd = new CopyOnWriteArrayList<>();

    // all guarded by this
    private String power = "On";
    private Optional<String> becomes = Optional.empty();
    private int left;
    private int looks = 1;
    private String tag = "";
    private int tagLength = Integer.MAX_VALUE;
    private String override = "None";
    private String image = "";
    private int version;
    private boolean deaf;
    private int systems = 1;
    private boolean graceful = true;

    /// Tells of each time that the machine is switched on, and what it boots: `Hdd`, or an image.
    public void onBoot(Consumer<String> listener) {
        onBoot.add(listener);
    }

    /// Tells of each time that the machine is switched off.
    public void onEnd(Runnable listener) {
        onEnd.add(listener);
    }

    /// How many looks a change of power takes.
    public synchronized void slowness(int looksTaken) {
        looks = looksTaken;
    }

    /// From now on the machine does not end in order when it is asked to.
    public synchronized void ignoreRequests() {
        deaf = true;
    }

    /// From now on it knows no other way to end a machine than at once.
    public synchronized void knowNoRequests() {
        graceful = false;
    }

    public synchronized void systems(int count) {
        systems = count;
    }

    /// Somebody presses the button, or the power fails.
    public synchronized void set(String now) {
        power = now;
        becomes = Optional.empty();
    }

    public synchronized String power() {
        return power;
    }

    public synchronized String tag() {
        return tag;
    }

    public synchronized void tag(String text) {
        tag = text;
        version++;
    }

    /// From now on it takes longer asset tags and keeps no more than that of them.
    public synchronized void keep(int characters) {
        tagLength = characters;
    }

    public synchronized String image() {
        return image;
    }

    synchronized Answer apply(RedfishCall call) {
        return switch (call.method()) {
            case "GET" -> get(call.path());
            case "PATCH" -> call.path().equals(SYSTEM) ? patch(call) : absent(call.path());
            case "POST" -> act(call);
            default -> error(405, "OperationNotAllowed", call + " is not allowed.", "");
        };
    }

    private Answer get(String path) {
        return switch (path) {
            case V1 + "/" ->
                    Answer.json(
                            200,
                            thing(path, "#ServiceRoot.v1_15_0.ServiceRoot")
                                    .set("Systems", link(V1 + "/Systems")));
            case V1 + "/Systems" ->
                    members(
                            path,
                            systems == 1 ? List.of(SYSTEM) : List.of(SYSTEM, V1 + "/Systems/2"));
            case SYSTEM -> {
                progress();
                yield Answer.json(200, system()).with(Map.of("ETag", etag()));
            }
            case MANAGER ->
                    Answer.json(
                            200,
                            thing(path, "#Manager.v1_17_0.Manager")
                                    .set("VirtualMedia", link(MEDIA)));
            case MEDIA -> members(path, List.of(MEDIA + "/Usb", MEDIA + "/Cd"));
            case MEDIA + "/Usb" -> Answer.json(200, media(path, "USBStick", ""));
            case MEDIA + "/Cd" -> Answer.json(200, media(path, "DVD", image));
            default -> absent(path);
        };
    }

    private String etag() {
        return "W/\"" + version + "\"";
    }

    private ObjectNode system() {
        ObjectNode system = thing(SYSTEM, "#ComputerSystem.v1_20_0.ComputerSystem");
        system.put("PowerState", power).put("AssetTag", tag);
        system.putObject("Boot")
                .put("BootSourceOverrideEnabled", override.equals("None") ? "Disabled" : "Once")
                .put("BootSourceOverrideTarget", override);
        system.putObject("Links").putArray("ManagedBy").add(link(MANAGER));
        var reset = system.putObject("Actions").putObject("#ComputerSystem.Reset");
        reset.put("target", RESET);
        var types = reset.putArray("ResetType@Redfish.AllowableValues");
        resets().forEach(types::add);
        return system;
    }

    private List<String> resets() {
        var all = new ArrayList<>(List.of("On", "ForceOff", "ForceRestart"));
        if (graceful) {
            all.add("GracefulShutdown");
        }
        return all;
    }

    private static ObjectNode media(String path, String type, String image) {
        ObjectNode media = thing(path, "#VirtualMedia.v1_6_0.VirtualMedia");
        media.putArray("MediaTypes").add(type);
        media.put("Image", image).put("Inserted", !image.isEmpty());
        var actions = media.putObject("Actions");
        for (String action : List.of("InsertMedia", "EjectMedia")) {
            actions.putObject("#VirtualMedia." + action)
                    .put("target", path + "/Actions/VirtualMedia." + action);
        }
        return media;
    }

    private Answer patch(RedfishCall call) {
        String match = call.headers().getOrDefault("if-match", "");
        if (match.isEmpty()) {
            return error(428, "PreconditionRequired", "If-Match is missing.", "");
        }
        if (!match.equals(etag())) {
            return RedfishServer.changed();
        }
        for (String name : call.body().propertyNames()) {
            if (!WRITABLE.contains(name)) {
                return error(
                        400, "PropertyNotWritable", "The property " + name + " is read only.", "");
            }
        }
        JsonNode boot = call.body().path("Boot");
        String target = boot.path("BootSourceOverrideTarget").asString(override);
        if (!TARGETS.contains(target)) {
            return error(
                    400,
                    "PropertyValueNotInList",
                    "The value '" + target + "' is not in the list.",
                    "Choose one of the list.");
        }
        override = target;
        String told = call.body().path("AssetTag").asString(tag);
        tag = told.substring(0, Math.min(told.length(), tagLength));
        version++;
        return Answer.empty(204);
    }

    private Answer act(RedfishCall call) {
        return switch (call.path()) {
            case RESET -> reset(call.body().path("ResetType").asString(""));
            case MEDIA + "/Cd/Actions/VirtualMedia.InsertMedia" -> insert(call.body());
            case MEDIA + "/Cd/Actions/VirtualMedia.EjectMedia" -> {
                image = "";
                yield Answer.empty(204);
            }
            default -> absent(call.path());
        };
    }

    private Answer insert(JsonNode body) {
        String wanted = body.path("Image").asString("");
        if (!image.isEmpty()) {
            return error(
                    400,
                    "ResourceInUse",
                    "The drive has a medium in it.",
                    "Eject it and try again.");
        }
        if (!wanted.matches("https?://.+")) {
            return error(400, "ActionParameterMissing", "Image is missing.", "");
        }
        image = wanted;
        return Answer.empty(204);
    }

    private Answer reset(String type) {
        if (!resets().contains(type)) {
            return error(
                    400,
                    "ActionParameterNotSupported",
                    "The ResetType '" + type + "' is not supported.",
                    "");
        }
        boolean on = power.equals("On");
        if (type.equals("On") == on) {
            return error(409, "ResourceInStandby", "The machine is " + power + " already.", "");
        }
        switch (type) {
            case "On" -> change("PoweringOn", "On");
            case "ForceOff" -> change("PoweringOff", "Off");
            case "GracefulShutdown" -> {
                if (!deaf) {
                    change("PoweringOff", "Off");
                }
            }
            default -> {
                onEnd.forEach(Runnable::run);
                boot();
            }
        }
        return Answer.empty(204);
    }

    private void change(String meanwhile, String to) {
        power = meanwhile;
        becomes = Optional.of(to);
        left = looks;
    }

    private void progress() {
        if (becomes.isEmpty() || left-- > 0) {
            return;
        }
        power = becomes.get();
        becomes = Optional.empty();
        if (power.equals("On")) {
            boot();
        } else {
            onEnd.forEach(Runnable::run);
        }
    }

    private void boot() {
        String from = override.equals("Cd") && !image.isEmpty() ? image : "Hdd";
        override = "None";
        version++;
        onBoot.forEach(it -> it.accept(from));
    }

    private static Answer members(String path, List<String> paths) {
        ObjectNode collection = thing(path, "#Collection");
        var members = collection.putArray("Members");
        paths.forEach(it -> members.add(link(it)));
        return Answer.json(200, collection.put("Members@odata.count", paths.size()));
    }

    private static ObjectNode thing(String path, String type) {
        return link(path).put("@odata.type", type);
    }

    private static ObjectNode link(String path) {
        return JsonMapper.shared().createObjectNode().put("@odata.id", path);
    }

    private static Answer absent(String path) {
        return error(404, "ResourceMissingAtURI", "There is nothing at " + path + ".", "");
    }

    static Answer error(int status, String id, String message, String resolution) {
        var body = JsonMapper.shared().createObjectNode();
        var error = body.putObject("error");
        error.put("code", "Base.1.18.GeneralError").put("message", "A general error has occurred.");
        error.putArray("@Message.ExtendedInfo")
                .addObject()
                .put("MessageId", "Base.1.18." + id)
                .put("Message", message)
                .put("Resolution", resolution);
        return Answer.json(status, body);
    }
}
