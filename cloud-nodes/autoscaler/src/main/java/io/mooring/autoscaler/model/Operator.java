package io.mooring.autoscaler.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How a requirement compares; named as in manifests.
public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist"),
    GT("Gt"),
    LT("Lt"),
    GTE("Gte"),
    LTE("Lte");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    public static Operator parse(String text) {
        return Arrays.stream(values())
                .filter(operator -> operator.text.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'%s' is no operator; there are %s"
                                        .formatted(
                                                text,
                                                Arrays.stream(values())
                                                        .map(o -> o.text)
                                                        .collect(Collectors.joining(", ")))));
    }

    @Override
    public String toString() {
        return text;
    }
}
