package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

/// One broken configuration and everything that is said about it.
record RuleTable(String yaml, String... problems) {
    void holds() {
        assertThat(Yaml.problems(yaml)).as(yaml).containsExactlyInAnyOrder(problems);
    }

    @Override
    public String toString() {
        return problems[0];
    }

    /// The same with private nodes on.
    static RuleTable withPrivateNodes(String yaml, String... problems) {
        return new RuleTable(
                yaml.contains("privateNodes: {")
                        ? yaml.replace("privateNodes: {", "privateNodes: {enabled: true, ")
                        : "privateNodes: {enabled: true}\n" + yaml,
                problems);
    }

    static RuleTable shared(String yaml, String... problems) {
        return new RuleTable(yaml, problems);
    }
}
