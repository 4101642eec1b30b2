package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.baremetal.testkit.RedfishCall;
import io.mooring.nodes.baremetal.testkit.RedfishServer;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.LocalTls;
import io.mooring.nodes.testkit.When;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class BoardTest {

    private static final String ISO = "https://images.example.org/node.iso";
    private static final Claim CLAIM =
            new Claim(
                    new Owner("0123456789abcdef"),
                    new MachineId("shop", "web-0"),
                    Instant.ofEpochSecond(1_700_000_000));

    private final RedfishServer server = new RedfishServer();
    private final PassingTime time = new PassingTime();
    private final List<String> booted = new ArrayList<>();

    @AfterEach
    void close() {
        server.close();
    }

    private Board board() {
        server.rules().onBoot(booted::add);
        return board(server, RedfishServer.USER, "", "");
    }

    private Board board(RedfishServer at, String user, String fingerprint, String system) {
        return new Board(
                new Bmc(
                        URI.create(at.endpoint()),
                        user,
                        RedfishServer.PASSWORD,
                        fingerprint,
                        system,
                        ISO,
                        "inventory[0].bmc"),
                time.pace());
    }

    private List<String> resets() {
        return server.calls("POST").stream()
                .map(it -> it.body().path("ResetType").asString(""))
                .filter(it -> !it.isEmpty())
                .toList();
    }

    @Test
    void aMachineIsSwitchedOffInOrderAndOnAgain() {
        Board board = board();
        assertThat(board.isOff()).isFalse();

        board.off(Duration.ofMinutes(1));
        assertThat(board.isOff()).isTrue();
        board.off(Duration.ofMinutes(1));
        board.on();
        board.on();

        assertThat(resets()).containsExactly("GracefulShutdown", "On");
        assertThat(booted).containsExactly("Hdd");
    }

    @Test
    void aMachineThatDoesNotEndInTimeIsCutOff() {
        Board board = board();
        server.rules().ignoreRequests();

        board.off(Duration.ofMinutes(1));

        assertThat(resets()).containsExactly("GracefulShutdown", "ForceOff");
        assertThat(time.waited()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
    }

    @Test
    void aBoardThatCannotAskAMachineToEndEndsIt() {
        Board board = board();
        server.rules().knowNoRequests();

        board.off(Duration.ofMinutes(1));

        assertThat(resets()).containsExactly("ForceOff");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "32, 'mooring 0123456789abcdef shop we'"})
    void aBoardThatDropsItsAssetTagSaysSoAndHasWhatStoodThere(int length, String kept) {
        Board board = board();
        server.rules().tag("inv 4711");
        server.rules().keep(length);

        assertThatThrownBy(() -> board.mark(CLAIM))
                .isInstanceOf(MachineTrouble.class)
                .hasMessageContaining(
                        "it does not keep its asset tag: it was told \"mooring 0123456789abcdef shop web-0 1700000000 | inv 4711\" and says \"%s\""
                                .formatted(kept));

        assertThat(resets()).isEmpty();
        assertThat(server.rules().tag()).isEqualTo("inv 4711".substring(0, Math.min(length, 8)));
    }

    @Test
    void whoseAMachineIsStandsBesideWhatOthersHaveWritten() {
        Board board = board();
        server.rules().tag("inv 4711");
        assertThat(board.claim()).isEmpty();

        board.mark(CLAIM);
        assertThat(server.rules().tag())
                .isEqualTo("mooring 0123456789abcdef shop web-0 1700000000 | inv 4711");
        assertThat(board.claim()).contains(CLAIM);
        board.mark(CLAIM);
        board.unmark();

        assertThat(server.rules().tag()).isEqualTo("inv 4711");
    }

    @Test
    void aNoteIsWrittenAgainWhereSomebodyWasFasterOrTheAnswerIsLost() {
        Board board = board();
        Answer changed = RedfishServer.changed();
        server.answer(it -> it.method().equals("PATCH"), 1, changed);
        board.mark(CLAIM);
        assertThat(board.claim()).contains(CLAIM);
        assertThat(server.calls("PATCH")).hasSize(2);

        server.cut(it -> it.method().equals("PATCH"), 1, When.AFTER);
        board.unmark();
        assertThat(server.rules().tag()).isEmpty();

        server.answer(it -> it.method().equals("PATCH"), 2, changed);
        assertThatThrownBy(() -> board.mark(CLAIM))
                .hasMessageContaining("refuses PATCH /redfish/v1/Systems/1 (status 412)");
        assertThat(server.rules().tag()).isEmpty();
    }

    @Test
    void aNoteThatABoardShowsLaterIsOurs() {
        Board board = board();
        Instant now = time.pace().now();
        assertThat(board.reserve(Waking.from(now, "0badcafe"))).isTrue();
        server.answer(it -> it.method().equals("PATCH"), 1, Answer.empty(204));

        assertThat(board.reserve(Waking.from(now.plusSeconds(60), "0badcafe"))).isTrue();

        assertThat(board.reserve(Waking.from(now, "another"))).isFalse();
    }

    @Test
    void whoeverIsOvertakenWithANoteHasNone() {
        var note = new WakeNote(board(), "0badcafe", time.pace());
        server.answer(it -> it.method().equals("PATCH"), 2, RedfishServer.changed());

        assertThat(note.held()).isFalse();
        assertThat(server.rules().tag()).isEmpty();

        assertThat(note.held()).isTrue();
        assertThat(server.rules().tag()).startsWith("mooring waking 0badcafe ");
    }

    @Test
    void aBoardThatTakesNoNotesKeepsNobodyOut() {
        var refused = Answer.json(405, JsonMapper.shared().createObjectNode());
        server.answer(it -> it.method().equals("PATCH"), 1, refused);

        assertThat(new WakeNote(board(), "0badcafe", time.pace()).held()).isTrue();
    }

    @Test
    void aMachineBootsFromAnImageOnce() {
        Board board = board();
        server.rules().set("Off");

        board.bootFromMedia();
        assertThat(server.rules().image()).isEqualTo(ISO);
        board.ejectMedia();
        board.off(Duration.ofMinutes(1));
        board.on();

        assertThat(booted).containsExactly(ISO, "Hdd");
        assertThat(server.rules().image()).isEmpty();
    }

    @Test
    void aMachineThatRunsIsStartedAnewToBootFromAnImage() {
        board().bootFromMedia();

        assertThat(resets()).containsExactly("ForceRestart");
        assertThat(booted).containsExactly(ISO);
    }

    @Test
    void aBusyBoardIsAskedAgainWhenItSaysAndABrokenConnectionToo() {
        server.busy(it -> it.path().endsWith("Reset"), 2, 7);
        server.cut(it -> it.method().equals("GET"), 2, When.BEFORE);
        server.rules().set("Off");

        board().on();

        assertThat(resets()).hasSize(3);
        assertThat(time.waited()).isGreaterThan(Duration.ofSeconds(14));
    }

    @Test
    void whatABoardRefusesIsToldInItsWords() {
        assertThatThrownBy(() -> board(server, "nobody", "", "/redfish/v1/Systems/1").isOff())
                .hasMessage(
                        "inventory[0].bmc.user: %s refuses GET /redfish/v1/Systems/1 (status 401): There are no valid credentials. Sign in.; give a user who may change the power of the machine"
                                .formatted(server.endpoint()));
        server.rules().systems(2);
        assertThatThrownBy(() -> board().isOff())
                .hasMessage(
                        "inventory[0].bmc.system: %s has [/redfish/v1/Systems/1, /redfish/v1/Systems/2]: say which of them it is"
                                .formatted(server.endpoint()));
    }

    @Test
    void anotherCertificateThanTheOneThatIsGivenGetsNoPassword(@TempDir Path directory)
            throws Exception {
        var tls = LocalTls.make(directory);
        try (var secure = new RedfishServer(tls)) {
            byte[] certificate;
            URI at = URI.create(secure.endpoint());
            try (var socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(at.getHost(), at.getPort())) {
                certificate = socket.getSession().getPeerCertificates()[0].getEncoded();
            }
            String fingerprint =
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));

            assertThat(board(secure, RedfishServer.USER, fingerprint, "").isOff()).isFalse();
            int before = secure.calls().size();
            assertThatThrownBy(() -> board(secure, RedfishServer.USER, "00".repeat(32), "").isOff())
                    .hasMessageStartingWith("inventory[0].bmc.url: " + secure.endpoint())
                    .hasMessageContaining("it shows the certificate SHA256:" + fingerprint);
            assertThat(secure.calls()).hasSize(before).extracting(RedfishCall::method).isNotEmpty();
        }
    }
}
