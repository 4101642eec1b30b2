package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.Joiner;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ControlPlaneExtension.class)
final class BootstrapTokensTest {
    private final RealControlPlane plane;
    @TempDir Path directory;
    private KubeClient kube;
    private BootstrapTokens tokens;

    BootstrapTokensTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void connect() throws Exception {
        kube = plane.client();
        tokens = tokensAt(Clock.systemUTC());
    }

    @AfterEach
    void disconnect() {
        kube.close();
    }

    @Test
    void a_token_can_be_found_listed_and_deleted() {
        var before = Instant.now();
        var token =
                tokens.create(TokenRequest.defaults().once().forNode("n1").describedAs("for n1"));

        var info = tokens.find(token.id()).orElseThrow();

        assertThat(info.nodeName()).contains("n1");
        assertThat(info.singleUse()).isTrue();
        assertThat(info.description()).isEqualTo("for n1");
        assertThat(info.claimedBy()).isEmpty();
        assertThat(info.groups()).containsExactly(TokenRequest.DEFAULT_GROUP);
        assertThat(info.expiry().orElseThrow())
                .isBetween(
                        before.plus(Duration.ofHours(24)).truncatedTo(ChronoUnit.SECONDS),
                        Instant.now().plus(Duration.ofHours(24)));
        assertThat(tokens.list()).contains(info);
        assertThat(tokens.check(token.value())).isEqualTo(new TokenCheck.Valid(info));
        assertThat(tokens.delete(token.id())).isTrue();
        assertThat(tokens.delete(token.id())).isFalse();
        assertThat(tokens.check(token.value())).isEqualTo(new TokenCheck.Unknown());
    }

    @Test
    void the_api_server_accepts_the_token_and_nothing_like_it() throws Exception {
        var token = tokens.create(TokenRequest.defaults());
        var joiner = new Joiner(plane, directory);

        try (var good = joiner.byToken(token.value());
                var bad = joiner.byToken(token.id() + ".0000000000000000")) {
            assertThatThrownBy(() -> good.rawGet("/api/v1/secrets"))
                    .isInstanceOf(KubeFailure.Forbidden.class)
                    .hasMessageContaining("system:bootstrap:" + token.id());
            assertThatThrownBy(() -> bad.rawGet("/api/v1/secrets"))
                    .isInstanceOf(KubeFailure.Forbidden.class)
                    .hasMessageContaining("401");
        }
        tokens.delete(token.id());
    }

    @Test
    void a_token_ends_when_it_was_to_end() {
        var token = tokens.create(TokenRequest.defaults().ttl(Duration.ofMinutes(5)));
        var expiry = tokens.find(token.id()).orElseThrow().expiry().orElseThrow();

        assertThat(
                        tokensAt(Clock.fixed(expiry.minusMillis(1), java.time.ZoneOffset.UTC))
                                .check(token.value()))
                .isInstanceOf(TokenCheck.Valid.class);
        assertThat(tokensAt(Clock.fixed(expiry, java.time.ZoneOffset.UTC)).check(token.value()))
                .isEqualTo(new TokenCheck.Expired(expiry));
        tokens.delete(token.id());
    }

    @Test
    void a_token_without_end_has_none() {
        var token = tokens.create(TokenRequest.defaults().ttl(Duration.ZERO));

        assertThat(tokens.find(token.id()).orElseThrow().expiry()).isEqualTo(Optional.empty());
        tokens.delete(token.id());
    }

    @Test
    void one_node_only_can_claim_a_token_and_may_do_so_again() {
        var token = tokens.create(TokenRequest.defaults().once());

        assertThat(tokens.claim(token.id(), "first")).isTrue();
        assertThat(tokens.claim(token.id(), "second")).isFalse();
        assertThat(tokens.claim(token.id(), "first")).isTrue();
        tokens.delete(token.id());
        assertThat(tokens.claim(token.id(), "first")).isFalse();
    }

    @Test
    void a_used_token_is_known_as_used_by_any_server_and_lets_nobody_in() throws Exception {
        var token = tokens.create(TokenRequest.defaults().once());
        tokens.claim(token.id(), "first");

        tokens.retire(token.id());

        var info = tokens.find(token.id()).orElseThrow();
        assertThat(tokensAt(Clock.systemUTC()).check(token.value()))
                .isEqualTo(new TokenCheck.Used(info.usedAt().orElseThrow()));
        assertThat(info.goodAt(Instant.now())).isFalse();
        assertThat(tokens.check(token.id() + ".aaaaaaaaaaaaaaaa"))
                .isEqualTo(new TokenCheck.Unknown());
        assertThat(tokens.claim(token.id(), "first")).isFalse();
        try (var user = new Joiner(plane, directory).byToken(token.value())) {
            assertThatThrownBy(() -> user.rawGet("/api/v1/secrets")).hasMessageContaining("401");
        }
        tokens.delete(token.id());
    }

    @Test
    void what_is_left_of_a_used_token_ends_with_it_or_in_a_day() {
        var brief = tokens.create(TokenRequest.defaults().once().ttl(Duration.ofHours(1)));
        var endless = tokens.create(TokenRequest.defaults().once().ttl(Duration.ZERO));
        var expiry = tokens.find(brief.id()).orElseThrow().expiry();

        tokens.retire(brief.id());
        tokens.retire(endless.id());

        assertThat(tokens.find(brief.id()).orElseThrow().expiry()).isEqualTo(expiry);
        var left = tokens.find(endless.id()).orElseThrow();
        assertThat(left.expiry()).contains(left.usedAt().orElseThrow().plus(Duration.ofHours(24)));
        tokens.delete(brief.id());
        tokens.delete(endless.id());
    }

    @Test
    void the_right_id_with_another_secret_is_unknown() {
        var token = tokens.create(TokenRequest.defaults());

        assertThat(tokens.check(token.id() + ".aaaaaaaaaaaaaaaa"))
                .isEqualTo(new TokenCheck.Unknown());
        tokens.delete(token.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "abcdef.abc",
                "ABCDEF.0123456789abcdef",
                "abcdef.0123456789abcdef\n",
                "abcdef.0123456789abcdefg"
            })
    void text_of_another_form_is_malformed(String text) {
        assertThat(tokens.check(text)).isEqualTo(new TokenCheck.Malformed());
    }

    @Test
    void a_printed_token_hides_its_secret() {
        assertThat(new BootstrapToken("abcdef", "0123456789abcdef"))
                .hasToString("abcdef.***")
                .extracting(BootstrapToken::value)
                .isEqualTo("abcdef.0123456789abcdef");
    }

    @Test
    void a_request_that_cannot_be_met_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenRequest.defaults().ttl(Duration.ofHours(-1)))
                .withMessage("a token cannot live for PT-1H; give a positive time, or 0 for ever");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenRequest.defaults().forNode("Not A Name"))
                .withMessage("'Not A Name' is no node name; use a lower case DNS name");
    }

    private BootstrapTokens tokensAt(Clock clock) {
        return new BootstrapTokens(kube, clock, new SecureRandom());
    }
}
