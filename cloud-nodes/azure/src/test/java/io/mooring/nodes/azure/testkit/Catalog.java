package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Which sizes there are, and what they cost. Guarded by its [ArmRules].
final class Catalog {

    private final Map<String, Double> prices = new HashMap<>();

    void price(String size, double usd) {
        prices.put(size, usd);
    }

    Answer skus(ArmCall call) {
        if (!"location eq 'westeurope'".equals(call.query().get("$filter"))) {
            return Answers.error(400, "InvalidFilter", "filter: " + call.query());
        }
        var body = JsonMapper.shared().createObjectNode();
        var value = body.putArray("value");
        value.addObject().put("resourceType", "disks").put("name", "Premium_LRS");
        add(value.addObject(), "Standard_D4s_v5", "x64", 4, 16, 0);
        add(value.addObject(), "Standard_D4ps_v5", "Arm64", 4, 16, 0);
        ObjectNode gpu = value.addObject();
        add(gpu, "Standard_NC4as_T4_v3", "x64", 4, 28, 1);
        gpu.putArray("restrictions")
                .addObject()
                .put("type", "Zone")
                .put("reasonCode", "NotAvailableForSubscription")
                .putObject("restrictionInfo")
                .putArray("zones")
                .add("2");
        return Answer.json(200, body);
    }

    private static void add(
            ObjectNode sku, String name, String architecture, int cores, int memory, int gpus) {
        sku.put("resourceType", "virtualMachines").put("name", name);
        var place = sku.putArray("locationInfo").addObject().put("location", "westeurope");
        place.putArray("zones").add("1").add("2").add("3");
        var capabilities = sku.putArray("capabilities");
        Map.of(
                        "vCPUs", "" + cores,
                        "MemoryGB", "" + memory,
                        "CpuArchitectureType", architecture,
                        "GPUs", "" + gpus,
                        "LowPriorityCapable", "True")
                .forEach((key, given) ->
                        capabilities.addObject().put("name", key).put("value", given));
    }

    Answer prices(ArmCall call) {
        String filter = call.query().getOrDefault("$filter", "");
        var body = JsonMapper.shared().createObjectNode();
        var items = body.putArray("Items");
        prices.forEach((size, usd) -> {
            if (filter.contains("armSkuName eq '" + size + "'")) {
                item(items.addObject(), "D4s v5", "Virtual Machines Dsv5 Series", usd);
                item(items.addObject(), "D4s v5 Spot", "Virtual Machines Dsv5 Series", usd / 4);
                item(items.addObject(), "D4s v5 Low Priority", "Virtual Machines Dsv5 Series", 9);
                item(items.addObject(), "D4s v5", "Virtual Machines Dsv5 Series Windows", 9);
            }
        });
        return Answer.json(200, body);
    }

    private static void item(ObjectNode item, String sku, String product, double usd) {
        item.put("currencyCode", "USD").put("retailPrice", usd);
        item.put("skuName", sku).put("productName", product);
    }
}
