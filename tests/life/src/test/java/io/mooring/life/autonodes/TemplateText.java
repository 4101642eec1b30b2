package io.mooring.life.autonodes;

import io.mooring.nodes.aws.testkit.ApiCall;

/// What a launch template of EC2 says of the machine.
final class TemplateText {

    private TemplateText() {}

    static String userData(ApiCall template) {
        return template.parameter("LaunchTemplateData.UserData").orElseThrow();
    }

    static String machine(ApiCall template) {
        return template.parameters().entrySet().stream()
                .filter(it -> it.getValue().equals("mooring:machine"))
                .map(it -> it.getKey().replaceFirst("Key$", "Value"))
                .map(it -> template.parameters().get(it))
                .findFirst()
                .orElseThrow();
    }
}
