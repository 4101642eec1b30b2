package io.mooring.syncer.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DnsNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a-b", "a--b", "x9"})
    void aLabelIsASubdomainToo(String text) {
        assertThat(DnsNames.isLabel(text)).isTrue();
        assertThat(DnsNames.isSubdomain(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "kube-root-ca.crt", "0.1.2"})
    void dotsMakeASubdomain(String text) {
        assertThat(DnsNames.isLabel(text)).isFalse();
        assertThat(DnsNames.isSubdomain(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "a.", ".a", "a..b", "-a", "a-", "a.-b", "a-.b", "A", "a_b", "ä", "a/b"
            })
    void anythingElseIsNoName(String text) {
        assertThat(DnsNames.isLabel(text)).isFalse();
        assertThat(DnsNames.isSubdomain(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 253, 254})
    void lengthsHaveLimits(int length) {
        var text = "a".repeat(length);

        assertThat(DnsNames.isLabel(text)).isEqualTo(length <= 63);
        assertThat(DnsNames.isSubdomain(text)).isEqualTo(length <= 253);
    }
}
