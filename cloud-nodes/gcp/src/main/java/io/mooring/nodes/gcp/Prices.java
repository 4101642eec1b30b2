package io.mooring.nodes.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import com.google.cloud.compute.v1.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Once;
import io.mooring.nodes.ProviderFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What types cost an hour, in USD. Google has no prices of types: it tells those of an hour of a
/// core and of a GiB, for each family of types, region and way to pay. Empty where a type is paid
/// for otherwise (shared cores, accelerators) or the list cannot be read.
final class Prices {

    /// The id of Compute Engine in the list.
    private static final String SERVICE = "services/6F81-5844-456A";

    private static final String LIST = "https://cloudbilling.googleapis.com";
    private static final int PAGE = 5_000;
    private static final double NANO = 1e-9;
    private static final double MEBIBYTES = 1024;

    /// `Spot Preemptible N2D AMD Instance Core running in Frankfurt`; not those of custom types, of
    /// sole tenants or of commitments.
    private static final Pattern SKU =
            Pattern.compile(
                    "(Spot Preemptible )?([A-Z][A-Z0-9]+)( AMD| Arm| Predefined)? Instance"
                            + " (Core|Ram) running in .*");

    private final Cloud cloud;
    private final Once<Map<String, Double>> rates = new Once<>(this::read);

    Prices(Cloud cloud) {
        this.cloud = cloud;
    }

    OptionalDouble of(MachineType type, int accelerators, Capacity capacity) {
        if (type.getIsSharedCpu() || accelerators > 0) {
            return OptionalDouble.empty();
        }
        String family = type.getName().split("-")[0].toUpperCase(Locale.ROOT);
        Double core = rates.value().get(key(family, "Core", capacity));
        Double memory = rates.value().get(key(family, "Ram", capacity));
        return core == null || memory == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        core * type.getGuestCpus() + memory * type.getMemoryMb() / MEBIBYTES);
    }

    private static String key(String family, String what, Capacity capacity) {
        return family + " " + what + " " + capacity;
    }

    private Map<String, Double> read() {
        var found = new TreeMap<String, Double>();
        try {
            for (JsonNode page :
                    cloud.pages(
                            Lanes.PRICES,
                            "reading the price list",
                            this::page,
                            it -> it.path("nextPageToken").asString(""))) {
                page.path("skus").forEach(it -> note(it, found));
            }
        } catch (ProviderFailure | JacksonException _) {
            // prices are advice: where they cannot be read everything else still works
            return Map.of();
        }
        return found;
    }

    private JsonNode page(Google google, String token) {
        String endpoint = cloud.account().endpoint();
        var url =
                new GenericUrl((endpoint.isEmpty() ? LIST : endpoint) + "/v1/" + SERVICE + "/skus");
        url.set("currencyCode", "USD");
        url.set("pageSize", PAGE);
        if (!token.isEmpty()) {
            url.set("pageToken", token);
        }
        try {
            HttpResponse response = google.http().buildGetRequest(url).execute();
            try {
                return JsonMapper.shared().readTree(response.getContent());
            } finally {
                response.disconnect();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the price list", e);
        }
    }

    private void note(JsonNode sku, Map<String, Double> found) {
        Matcher words = SKU.matcher(sku.path("description").asString(""));
        boolean here =
                sku.path("serviceRegions")
                        .valueStream()
                        .anyMatch(it -> it.asString("").equals(cloud.account().region()));
        String usage = sku.path("category").path("usageType").asString("");
        boolean spot = usage.equals("Preemptible");
        if (!here || !words.matches() || !spot && !usage.equals("OnDemand")) {
            return;
        }
        JsonNode price =
                sku.path("pricingInfo")
                        .path(0)
                        .path("pricingExpression")
                        .path("tieredRates")
                        .path(0)
                        .path("unitPrice");
        found.put(
                key(words.group(2), words.group(4), spot ? Capacity.SPOT : Capacity.ON_DEMAND),
                price.path("units").asDouble(0) + price.path("nanos").asDouble(0) * NANO);
    }
}
