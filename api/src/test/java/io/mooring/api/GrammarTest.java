package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrammarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "0 20 * * 1-5",
                "*/15 0,12 1-15/2 jan-mar SUN",
                "@daily",
                "5 4 ? * 7"
            })
    void schedulesThatCronTakes(String text) {
        assertThat(Cron.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "1-2-3 * * * *",
                "a * * * *",
                "@never",
                "1,,2 * * * *"
            })
    void schedulesThatCronDoesNotTake(String text) {
        assertThat(Cron.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "30s", "1h30m", "1.5h", "100ms"})
    void durations(String text) {
        assertThat(Grammar.isDuration(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1d", "s", "-1s", "1h 30m", "Never"})
    void whatIsNoDuration(String text) {
        assertThat(Grammar.isDuration(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "100m", "0.5", "20Gi", "1e3", "64M"})
    void quantities(String text) {
        assertThat(Grammar.isQuantity(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20 GB", "GB", "1Kb", "-1", "ten"})
    void whatIsNoQuantity(String text) {
        assertThat(Grammar.isQuantity(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp.example.com:443", "10.0.0.1:8443", "[fd00::1]:443", "localhost:1"})
    void endpoints(String text) {
        assertThat(Grammar.isHostPort(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "example.com/a", "a_b.c-d", "a.b/c.d"})
    void labelKeys(String text) {
        assertThat(Grammar.isLabelKey(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a/b/c", "-a", "a b", "Example.com/a"})
    void whatIsNoLabelKey(String text) {
        assertThat(Grammar.isLabelKey(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10/8",
                "10.0.0/24",
                "010.0.0.0/8",
                "*",
                "10.0.0.0/255.0.0.0",
                "10.0-9.0.0/16",
                "0x0a000000/8",
                "fd00::1/64",
                "a/8"
            })
    void whatIsNoAddressRange(String text) {
        assertThat(CidrBlock.parse(text)).as(text).isEmpty();
    }

    @Test
    void addressRangesCountAndCompare() {
        var services = new CidrBlock("10.96.0.0/12");

        assertThat(services.addressAt(1)).isEqualTo("10.96.0.1");
        assertThat(services.addressAt(10)).isEqualTo("10.96.0.10");
        assertThat(services.prefixLength()).isEqualTo(12);
        assertThat(services.contains("10.111.255.255")).isTrue();
        assertThat(services.contains("10.112.0.0")).isFalse();
        assertThat(services.overlaps(new CidrBlock("10.100.0.0/16"))).isTrue();
        assertThat(new CidrBlock("10.100.0.0/16").overlaps(services)).isTrue();
        assertThat(services.overlaps(new CidrBlock("10.112.0.0/16"))).isFalse();
        assertThat(services.overlaps(new CidrBlock("::/0"))).isFalse();
        assertThat(new CidrBlock("fd00::/108").addressAt(10)).isEqualTo("fd00::a");
    }
}
