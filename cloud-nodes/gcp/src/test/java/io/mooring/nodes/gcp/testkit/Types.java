package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Which types of machines there are, where, and what they cost. Guarded by its [GceRules].
final class Types {

    private static final String REGION = "europe-west1";
    private static final int PRICES_ON_A_PAGE = 3;

    private record Type(
            String name, String architecture, int cores, int memory, List<String> zones) {}

    private static final List<Type> ALL =
            List.of(
                    new Type("n2-standard-4", "X86_64", 4, 16_384, World.ZONES),
                    new Type("n2-standard-8", "X86_64", 8, 32_768, World.ZONES),
                    new Type("t2a-standard-4", "ARM64", 4, 16_384, World.ZONES.subList(1, 3)),
                    new Type("e2-small", "X86_64", 2, 2_048, World.ZONES),
                    new Type("a2-highgpu-1g", "X86_64", 12, 87_040, World.ZONES.subList(0, 1)));

    private final Map<String, Double> prices = new TreeMap<>();

    void price(String description, double usd) {
        prices.put(description, usd);
    }

    private record Placed(Type type, String zone) {}

    Answer types(GceCall call, World world) {
        Filter filter = Filter.of(call);
        var placed = new ArrayList<Placed>();
        ALL.forEach(type -> type.zones().forEach(it -> placed.add(new Placed(type, it))));
        List<Placed> seen = placed.stream().filter(it -> filter.test(json(it))).toList();
        return world.page(call, seen, Placed::zone, Types::json);
    }

    private static ObjectNode json(Placed placed) {
        Type type = placed.type();
        var json = JsonMapper.shared().createObjectNode();
        json.put("name", type.name());
        json.put("zone", placed.zone());
        json.put("guestCpus", type.cores());
        json.put("memoryMb", type.memory());
        json.put("architecture", type.architecture());
        json.put("isSharedCpu", type.name().equals("e2-small"));
        if (type.name().startsWith("a2-")) {
            json.putArray("accelerators")
                    .addObject()
                    .put("guestAcceleratorType", "nvidia-tesla-a100")
                    .put("guestAcceleratorCount", 1);
        }
        return json;
    }

    static Answer region(GceCall call) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("name", REGION);
        var zones = json.putArray("zones");
        World.ZONES.reversed().forEach(it -> zones.add(World.LINK + "zones/" + it));
        return call.zone().equals(REGION)
                ? Answer.json(200, json)
                : Answers.error(
                        400,
                        "invalid",
                        "Invalid value for field 'region': '" + call.zone() + "'. Unknown region.");
    }

    /// As the billing service lists them, with others besides.
    Answer prices(GceCall call) {
        if (!"USD".equals(call.query().get("currencyCode"))) {
            return Answers.error(400, "invalid", "currencyCode: " + call.query());
        }
        int from = Integer.parseInt(call.query().getOrDefault("pageToken", "0"));
        List<String> all = new ArrayList<>(prices.keySet());
        int to = Math.min(from + PRICES_ON_A_PAGE, all.size());
        var body = JsonMapper.shared().createObjectNode();
        var skus = body.putArray("skus");
        for (String name : all.subList(from, to)) {
            sku(skus.addObject(), name, REGION, prices.get(name));
            sku(skus.addObject(), name, "us-east1", 9);
        }
        body.put("nextPageToken", to < all.size() ? "" + to : "");
        return Answer.json(200, body);
    }

    private static void sku(ObjectNode sku, String name, String region, double usd) {
        sku.put("description", name);
        sku.putArray("serviceRegions").add(region);
        sku.putObject("category")
                .put("resourceFamily", "Compute")
                .put(
                        "usageType",
                        name.startsWith("Spot Preemptible")
                                ? "Preemptible"
                                : name.startsWith("Commitment") ? "Commit1Yr" : "OnDemand");
        sku.putArray("pricingInfo")
                .addObject()
                .putObject("pricingExpression")
                .putArray("tieredRates")
                .addObject()
                .putObject("unitPrice")
                .put("currencyCode", "USD")
                .put("units", "" + (long) usd)
                .put("nanos", Math.round((usd - (long) usd) * 1e9));
    }
}
