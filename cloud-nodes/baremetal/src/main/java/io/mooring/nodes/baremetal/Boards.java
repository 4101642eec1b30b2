package io.mooring.nodes.baremetal;

import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Switches machines off and on by their boards, where they have one that we may use. A machine
/// that we switch off is noted on its board to be its claimant's: by SSH it cannot say so then.
final class Boards {

    /// Machines test their memory for minutes before they boot, and an installation takes its time.
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(10);

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(45);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);

    private final Pace pace;

    Boards(Pace pace) {
        this.pace = pace;
    }

    private static <T> T with(Host host, Pace pace, Function<Board, T> work) {
        try (var board = new Board(host.bmc().orElseThrow(), pace)) {
            return work.apply(board);
        }
    }

    /// What the board of a machine says of it that does not answer by SSH.
    ///
    /// @throws MachineTrouble with the trouble where it is not off, and [Trouble.SwitchedOff] where
    ///   it is, and nobody has noted whose it is
    Report dark(Host host, MachineTrouble trouble) {
        if (!(trouble.trouble() instanceof Trouble.Unreachable) || host.bmc().isEmpty()) {
            throw trouble;
        }
        return with(
                host,
                pace,
                board -> {
                    if (!board.isOff()) {
                        throw trouble;
                    }
                    return board.claim()
                            .map(Report::dark)
                            .orElseThrow(() ->
                                    new MachineTrouble(
                                            new Trouble.SwitchedOff(
                                                    host.login().fields().address(),
                                                    host
                                                            + " is switched off, and not by us, so nobody can tell whose it is: switch it on, or take it out of the inventory")));
                });
    }

    /// Switches a machine on and waits until it answers by SSH. One that nobody has and that does
    /// not answer even so boots from its image, if it has one.
    ///
    /// @param look asks it by SSH
    void wake(Host host, Consumer<Host> look) {
        with(
                host,
                pace,
                board -> {
                    boolean nobodys = board.claim().isEmpty();
                    boolean installs = nobodys && !host.bmc().orElseThrow().media().isEmpty();
                    board.on();
                    Optional<MachineTrouble> silent = silence(host, look, BOOT_LIMIT);
                    if (silent.isPresent() && installs) {
                        board.bootFromMedia();
                        silent = silence(host, look, INSTALL_LIMIT);
                        board.ejectMedia();
                    }
                    silent.ifPresent(it -> {
                        throw it;
                    });
                    board.unmark();
                    return true;
                });
    }

    /// Why it does not answer within that time; nothing if it does.
    private Optional<MachineTrouble> silence(Host host, Consumer<Host> look, Duration limit) {
        Instant end = pace.now().plus(limit);
        while (true) {
            try {
                look.accept(host);
                return Optional.empty();
            } catch (MachineTrouble e) {
                if (!(e.trouble() instanceof Trouble.Unreachable) || pace.now().isAfter(end)) {
                    return Optional.of(e);
                }
            }
            pace.pause(LOOK);
        }
    }

    /// Switches a machine off whose node has ended, if it has a board for that.
    void off(Host host, Claim claim, Duration patience) {
        if (host.bmc().isEmpty()) {
            return;
        }
        Duration enough = patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience;
        with(
                host,
                pace,
                board -> {
                    board.mark(claim);
                    board.off(enough);
                    return true;
                });
    }
}
