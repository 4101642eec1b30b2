package io.mooring.nodes.aws;

import io.mooring.nodes.Calls;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refused;
import io.mooring.nodes.aws.JsonCalls.Service;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What types cost an hour, in USD, with Linux.
final class Prices {

    private static final Duration RECENT = Duration.ofHours(6);
    private static final String LINUX = "Linux/UNIX";

    private final Ec2Api api;
    private final Calls calls;
    private final JsonCalls json;
    private final Service priceList;
    private final String region;
    private final Pace pace;

    Prices(Ec2Api api, Calls calls, JsonCalls json, Service priceList, String region, Pace pace) {
        this.api = api;
        this.calls = calls;
        this.json = json;
        this.priceList = priceList;
        this.region = region;
        this.pace = pace;
    }

    /// The list price; empty where the list has none or may not be read.
    OptionalDouble onDemand(String type) {
        ObjectNode request = JsonMapper.shared().createObjectNode();
        request.put("ServiceCode", "AmazonEC2");
        var filters = request.putArray("Filters");
        Map.of(
                        "instanceType", type,
                        "regionCode", region,
                        "operatingSystem", "Linux",
                        "tenancy", "Shared",
                        "preInstalledSw", "NA",
                        "capacitystatus", "Used")
                .forEach((field, value) ->
                        filters.addObject()
                                .put("Type", "TERM_MATCH")
                                .put("Field", field)
                                .put("Value", value));
        try {
            JsonNode answer =
                    calls.repeated(
                            Lanes.OTHERS,
                            "reading the price of " + type,
                            () -> json.call(priceList, "AWSPriceListService.GetProducts", request));
            for (JsonNode product : answer.path("PriceList")) {
                OptionalDouble price = price(JsonMapper.shared().readTree(product.asString("{}")));
                if (price.isPresent()) {
                    return price;
                }
            }
            return OptionalDouble.empty();
        } catch (Refused _) {
            // prices are advice: without the right to read them everything else still works
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble price(JsonNode product) {
        for (JsonNode term : product.path("terms").path("OnDemand")) {
            for (JsonNode dimension : term.path("priceDimensions")) {
                double usd = dimension.path("pricePerUnit").path("USD").asDouble(0);
                if (usd > 0) {
                    return OptionalDouble.of(usd);
                }
            }
        }
        return OptionalDouble.empty();
    }

    /// Type -> zone -> the last spot price.
    Map<String, Map<String, Double>> spot(List<String> types) {
        var request =
                DescribeSpotPriceHistoryRequest.builder()
                        .instanceTypesWithStrings(types)
                        .productDescriptions(LINUX)
                        .startTime(pace.now().minus(RECENT))
                        .build();
        List<SpotPrice> history =
                api.look("reading spot prices", ec2 -> ec2.describeSpotPriceHistory(request))
                        .spotPriceHistory();
        var prices = new HashMap<String, Map<String, Double>>();
        history.stream()
                .filter(it -> it.timestamp() != null && it.spotPrice() != null)
                .sorted(Comparator.comparing(SpotPrice::timestamp))
                .forEach(it ->
                        prices.computeIfAbsent(it.instanceTypeAsString(), _ -> new HashMap<>())
                                .put(it.availabilityZone(), Double.parseDouble(it.spotPrice())));
        return prices;
    }
}
