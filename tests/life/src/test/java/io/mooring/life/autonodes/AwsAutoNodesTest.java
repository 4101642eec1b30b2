package io.mooring.life.autonodes;

import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.aws.testkit.FaultProxy;
import io.mooring.nodes.aws.testkit.MotoAccount;
import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.nodes.testkit.When;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("long")
final class AwsAutoNodesTest extends AutoNodesContract {

    private static final Predicate<ApiCall> LAUNCH = it -> it.is("CreateFleet");

    @Override
    AutoCloud open(String cluster) {
        if (MotoServer.python().isEmpty()) {
            abort("SKIPPED: moto is not installed; run tools/moto");
        }
        return new Aws();
    }

    private static final class Aws extends AutoCloud {

        private static final String TEMPLATE = "CreateLaunchTemplate";

        private final FaultProxy proxy = new FaultProxy(MotoAccount.next());

        /// Machine -> instance.
        private final Map<String, String> instances = new ConcurrentHashMap<>();

        Aws() {
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            proxy.rules().onLaunch((instance, _) -> launched(instance));
            proxy.rules()
                    .onEnd(instance ->
                            instances.entrySet().stream()
                                    .filter(it -> it.getValue().equals(instance))
                                    .map(Map.Entry::getKey)
                                    .forEach(this::ended));
        }

        private void launched(String instance) {
            ApiCall template = proxy.calls(TEMPLATE).getLast();
            String machine = TemplateText.machine(template);
            instances.put(machine, instance);
            started(machine, TemplateText.userData(template));
        }

        @Override
        String provider() {
            return "aws";
        }

        @Override
        Map<String, String> properties() {
            return Map.of(
                    "region", "eu-central-1",
                    "endpoint", proxy.endpoint(),
                    "instanceTypes", "[m5.large]",
                    "capacityTypes", "[spot]",
                    "image", "{name: 'node-*-{arch}', owners: ['111111111111']}");
        }

        @Override
        Optional<String> otherZone() {
            return Optional.of("eu-central-1c");
        }

        @Override
        Optional<Double> price() {
            return Optional.of(1.0E-5);
        }

        @Override
        boolean refuseNext() {
            proxy.rules().refuse("m5.large in eu-central-1a", "InsufficientInstanceCapacity");
            return true;
        }

        @Override
        void loseAnswer() {
            proxy.cut(LAUNCH, 1, When.AFTER);
        }

        @Override
        int launches() {
            return proxy.calls("CreateFleet").size();
        }

        @Override
        Optional<String> refuseProperty() {
            proxy.refuse(
                    it -> it.is(TEMPLATE),
                    -1,
                    400,
                    "InvalidAMIID.NotFound",
                    "The image id '[ami-1]' does not exist");
            return Optional.of("properties: image");
        }

        @Override
        void mend() {
            proxy.behave();
        }

        @Override
        void takeAway(String machine) {
            proxy.rules().interrupt(instances.get(machine), Instant.now());
        }

        @Override
        Set<String> left() {
            var left = new TreeSet<>(running().keySet());
            if (values("DeleteLaunchTemplate", "LaunchTemplateId").size()
                    < values(TEMPLATE, "LaunchTemplateName").size()) {
                left.add("a launch template");
            }
            return left;
        }

        private Set<String> values(String action, String parameter) {
            return proxy.calls(action).stream()
                    .map(it -> it.parameter(parameter).orElseThrow())
                    .collect(Collectors.toSet());
        }

        @Override
        String userData(String machine) {
            return UserDataText.of(running().get(machine));
        }

        @Override
        public void close() {
            proxy.close();
        }
    }
}
