package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileTextTest {
    private static final String SAMPLE =
            """
            privateNodes: &p
              enabled: true
              kubelet: {config: {maxPods: 200, evictionHard: {memory.available: "100Mi"}}}
              autoNodes:
                - provider: aws
                  dynamic: [{name: a, limits: {cpu: 10}, nodeTypeSelector: [{property: x, value: y}]}]
            networking: {podCIDR: 10.244.0.0/16, serviceCIDR: '10.96.0.0/12'}
            controlPlane:
              endpoint: "cp.example.com:443"
              proxy: {extraSANs: [a.example.com, 10.0.0.1]}
            sync: {services: {enabled: false}}
            """;
    private static final String[] SPLINTERS = {
        "*p",
        "&q ",
        "<<: ",
        "? ",
        "!!binary ",
        "!x ",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\t",
        "\u0000",
        "\uFEFF",
        "\uD83D\uDE00",
        "~",
        "null",
        ".nan",
        ".inf",
        "-0",
        "1e999",
        "0x1F",
        "0o17",
        "1_000",
        "99999999999999999999",
        "#",
        "\"",
        "'"
    };

    static LongStream seeds() {
        return LongStream.range(0, 1000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyTextIsAConfigurationOrAListOfProblems(long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(SAMPLE);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, SPLINTERS[random.nextInt(SPLINTERS.length)]);
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
                default -> {
                    int from = random.nextInt(text.length());
                    text.insert(at, text.substring(from, Math.min(text.length(), from + 20)));
                }
            }
        }

        loadsOrExplains(text.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "? [a]\n: b",
                "? {a: b}\n: c",
                "!!binary x",
                "a: !!int x",
                "a: .nan",
                "global: {a: .inf}",
                "1: 2",
                "true: x",
                "~: x",
                "privateNodes: &a {kubelet: *a}",
                "a: 'x",
                "\t",
                "\u0000",
                "global: {a: 1e999, b: 0x1F, c: 0o17, d: 1_000, e: 99999999999999999999}",
                "networking: !!str {}",
                "- - - -",
                "'': x",
                "global: {'': {'': ''}}",
                "<<: x",
                "<<: [1]"
            })
    void oddYamlIsAConfigurationOrAListOfProblems(String text) {
        loadsOrExplains(text);
    }

    private static void loadsOrExplains(String text) {
        try {
            var config = ConfigLoader.load(text).config();

            var printed = EffectiveConfig.toYaml(config);

            assertThat(EffectiveConfig.toYaml(Yaml.config(printed))).isEqualTo(printed);
        } catch (InvalidConfigException e) {
            assertThat(e.problems()).isNotEmpty();
        } catch (RuntimeException e) {
            fail("text:\n" + text, e);
        }
    }
}
