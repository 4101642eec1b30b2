package io.mooring.nodes.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.mooring.nodes.Calls;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Refused;
import io.mooring.nodes.azure.AzureSettings.Cloud;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What sizes cost an hour, in USD, with Linux, as Azure tells everybody.
final class Prices {

    private final Azure azure;
    private final Calls calls;

    Prices(Azure azure, Calls calls) {
        this.azure = azure;
        this.calls = calls;
    }

    static OptionalDouble optional(@Nullable Double price) {
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    /// Empty where the list has none or cannot be read.
    Map<Capacity, Double> of(String size) {
        if (azure.account().cloud() != Cloud.PUBLIC) {
            return Map.of();
        }
        String filter =
                "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq '%s' and armSkuName eq '%s'"
                        .formatted(azure.account().location(), size);
        String url =
                azure.priceList()
                        + "/api/retail/prices?$filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            return prices(
                    calls.repeated(Lanes.OTHERS, "reading the price of " + size, () -> get(url)));
        } catch (Refused | JacksonException _) {
            // prices are advice: where they cannot be read everything else still works
            return Map.of();
        }
    }

    private String get(String url) {
        try (HttpResponse response =
                azure.http().sendSync(new HttpRequest(HttpMethod.GET, url), Context.NONE)) {
            String body = response.getBodyAsString().block();
            return response.getStatusCode() >= Meaning.CLIENT_ERROR || body == null ? "{}" : body;
        }
    }

    private static Map<Capacity, Double> prices(String body) {
        var found = new EnumMap<Capacity, Double>(Capacity.class);
        for (JsonNode item : JsonMapper.shared().readTree(body).path("Items")) {
            String name = item.path("skuName").asString("");
            boolean other =
                    item.path("productName").asString("").contains("Windows")
                            || name.endsWith("Low Priority");
            double price = item.path("retailPrice").asDouble(0);
            if (!other && price > 0 && item.path("currencyCode").asString("").equals("USD")) {
                found.put(name.endsWith("Spot") ? Capacity.SPOT : Capacity.ON_DEMAND, price);
            }
        }
        return found;
    }
}
