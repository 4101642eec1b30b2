package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfplugin6.Tfplugin6.AttributePath.Step;

class PathsTest {
    private static final Attributes ATTRIBUTES = ResourceSchema.of(Notes.TYPE).attributes();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copyCount            | copy_count",
                "style.inkColor       | style/ink_color",
                "styles[1].inkColor   | styles/1/ink_color",
                "labels.zone          | labels/zone",
                "labels[\"a.b/[c\"]   | labels/a.b/[c",
                "extra.deep.camelCase | extra",
                "connection.seal      | cluster_connection/seal",
                "style.nowhere        | style",
                "nowhere              | none",
                "''                   | none",
            })
    void aPathOfTheCoreNamesAnAttribute(String path, String expected) {
        var found =
                Paths.of(ATTRIBUTES, path)
                        .map(steps ->
                                steps.getStepsList().stream()
                                        .map(PathsTest::shown)
                                        .collect(Collectors.joining("/")))
                        .orElse("none");

        assertThat(found).isEqualTo(expected);
    }

    private static String shown(Step step) {
        return switch (step.getSelectorCase()) {
            case ATTRIBUTE_NAME -> step.getAttributeName();
            case ELEMENT_KEY_STRING -> step.getElementKeyString();
            case ELEMENT_KEY_INT -> Long.toString(step.getElementKeyInt());
            case SELECTOR_NOT_SET -> "?";
        };
    }
}
