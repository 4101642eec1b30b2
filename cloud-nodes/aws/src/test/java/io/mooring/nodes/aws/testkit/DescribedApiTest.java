package io.mooring.nodes.aws.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// That the server refuses what AWS's descriptions do not have; that what we send is in them, all
/// other tests show.
final class DescribedApiTest {

    @Test
    void aLaunchIsHeldToTheDescriptionFieldByField() {
        assertThat(
                        refusal(
                                "RunInstances",
                                Map.of(
                                        "MinCount", "one",
                                        "Colour", "red",
                                        "EbsOptimized", "yes",
                                        "SecurityGroupId", "sg-1",
                                        "TagSpecification.1.ResourceType", "machine",
                                        "TagSpecification.1.Tags.1.Key", "team",
                                        "BlockDeviceMapping.1.Ebs.VolumeSizes", "8",
                                        "MetadataOptions", "required")))
                .contains(
                        "MinCount: is \"one\", not as -?[0-9]+",
                        "missing MaxCount",
                        "unknown Colour",
                        "EbsOptimized: is \"yes\", none of [true, false]",
                        "SecurityGroupId: is no list",
                        "TagSpecification[].ResourceType: is \"machine\", none of [",
                        "unknown TagSpecification[].Tags",
                        "unknown BlockDeviceMapping[].Ebs.VolumeSizes",
                        "MetadataOptions: is no object");
    }

    @Test
    void anotherVersionOrCallIsRefused() {
        var parameters = new TreeMap<>(Map.of("Action", "DescribeInstances"));
        parameters.put("Version", "2014-01-01");
        assertThat(refusal(new ApiCall(0, "DescribeInstances", parameters, "")))
                .contains("parameter Version: is \"2014-01-01\", none of [2016-11-15]");
        assertThat(refusal("PaintInstances", Map.of()))
                .contains("no call is described that is POST /PaintInstances");
    }

    @Test
    void callsInJsonAreHeldToTheDescriptionOfTheirService() {
        assertThat(
                        refusal(
                                new ApiCall(
                                        0,
                                        "GetProducts",
                                        Map.of(),
                                        """
                                        {"Filters": [{"Type": "LIKE", "Value": 7}], "MaxResults": "9"}
                                        """)))
                .contains(
                        "missing ServiceCode",
                        "Filters[].Type: is \"LIKE\", none of [TERM_MATCH",
                        "missing Filters[].Field",
                        "Filters[].Value: is no text",
                        "MaxResults: is no whole number");
        assertThat(Requests.refused(new ApiCall(0, "GetParameter", Map.of(), "{\"Name\": \"a\"}")))
                .isEqualTo(Optional.empty());
    }

    private static String refusal(String action, Map<String, String> given) {
        var parameters = new TreeMap<>(given);
        parameters.put("Action", action);
        parameters.put("Version", "2016-11-15");
        return refusal(new ApiCall(0, action, parameters, ""));
    }

    private static String refusal(ApiCall call) {
        return Requests.refused(call).orElseThrow().body();
    }
}
