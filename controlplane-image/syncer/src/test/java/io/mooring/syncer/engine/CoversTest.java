package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may differ between what was written and what an API server has.
final class CoversTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a default that was added               | {"spec":{"a":1,"b":2}}                    | {"spec":{"a":1}}           | true
                    a value that differs                   | {"spec":{"a":2}}                          | {"spec":{"a":1}}           | false
                    a value that is missing                | {"spec":{}}                               | {"spec":{"a":1}}           | false
                    an empty value that was left out       | {}                                        | {"spec":{"a":{},"b":[],"c":"","d":false,"e":0}} | true
                    a status                               | {"status":{"a":1}}                        | {"status":{"a":2}}         | true
                    a default in an element of a list      | {"spec":{"l":[{"a":1,"b":2}]}}            | {"spec":{"l":[{"a":1}]}}   | true
                    an element that was added              | {"spec":{"l":[1,2]}}                      | {"spec":{"l":[1]}}         | false
                    an element that was taken away         | {"spec":{"l":[]}}                         | {"spec":{"l":[1]}}         | false
                    data that was added                    | {"data":{"a":"1","b":"2"}}                | {"data":{"a":"1"}}         | false
                    data where none was                    | {"data":{"a":"1"}}                        | {}                         | false
                    a selector that was narrowed           | {"spec":{"selector":{"a":"1","b":"2"}}}   | {"spec":{"selector":{"a":"1"}}} | false
                    a selector where none was              | {"spec":{"selector":{"a":"1"}}}           | {"spec":{}}                | false
                    a rule where none was                  | {"spec":{"egress":[{}]}}                  | {"spec":{}}                | false
                    a label of another                     | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":{"a":"1"}}} | true
                    a label that was taken away            | {"metadata":{"labels":{}}}                | {"metadata":{"labels":{"a":"1"}}} | false
                    an owner that was taken away           | {"metadata":{}}                           | {"metadata":{"ownerReferences":[{"name":"x"}]}} | false
                    a map instead of a list                | {"spec":{"a":{"b":1}}}                    | {"spec":{"a":[1]}}         | false
                    """)
    void aCopyIsWhatWasWrittenOrNot(String what, String copy, String wanted, boolean covers) {
        assertThat(Covers.covers(KubeObject.parse(copy), KubeObject.parse(wanted)))
                .as(what)
                .isEqualTo(covers);
    }
}
