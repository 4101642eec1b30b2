package io.mooring.nodes.baremetal;

import io.mooring.nodes.Pace;
import io.mooring.nodes.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Switches machines off and on by their boards, where they have one that we may use. A machine
/// that we switch off is noted on its board to be its claimant's: by SSH it cannot say so then.
final class Boards {

    /// Machines test their memory for minutes before they boot, and an installation takes its time.
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(10);

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(45);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);

    private final Pace pace;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    // nodes that are made at once find the same machines off
    private final ConcurrentHashMap<Host, ReentrantLock> waking = new ConcurrentHashMap<>();

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
                    boolean off = board.isOff();
                    if (!off && !board.isWaking()) {
                        throw trouble;
                    }
                    return board.claim()
                            .map(Report::dark)
                            .orElseThrow(() ->
                                    new MachineTrouble(
                                            new Trouble.SwitchedOff(
                                                    host.login().fields().address(),
                                                    host
                                                            + (off
                                                                    ? " is switched off, and not by"
                                                                            + " us, so nobody can"
                                                                            + " tell whose it is:"
                                                                            + " switch it on, or take"
                                                                            + " it out of the"
                                                                            + " inventory"
                                                                    : " is just being switched on"
                                                                            + " by another run, so"
                                                                            + " nobody can tell whose"
                                                                            + " it is: wait until it"
                                                                            + " answers"))));
                });
    }

    /// Switches a machine on and waits until it answers by SSH. One that was off, that nobody has
    /// and that stays silent all that time boots from its image, if it has one; one that answers
    /// otherwise than it should has something on its disks, and keeps it.
    ///
    /// One thread of one process does that at a time; whoever waited for it looks whether it did.
    ///
    /// @param look asks it by SSH
    void wake(Host host, Consumer<Host> look) {
        ReentrantLock turn = waking.computeIfAbsent(host, _ -> new ReentrantLock());
        boolean first = turn.tryLock();
        if (!first) {
            await(turn, host);
        }
        try {
            if (first || !answers(host, look)) {
                wakeAlone(host, look);
            }
        } finally {
            turn.unlock();
        }
    }

    private static void await(ReentrantLock turn, Host host) {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure("interrupted while " + host + " was switched on", e);
        }
    }

    /// @throws MachineTrouble where it does not, though it is on
    private boolean answers(Host host, Consumer<Host> look) {
        try {
            look.accept(host);
            return true;
        } catch (MachineTrouble e) {
            if (!mayPass(e) || !with(host, pace, Board::isOff)) {
                throw e;
            }
            return false;
        }
    }

    private void wakeAlone(Host host, Consumer<Host> look) {
        with(
                host,
                pace,
                board -> {
                    boolean claimed = board.claim().isPresent();
                    Optional<MachineTrouble> trouble =
                            claimed ? booted(host, board, look) : woken(host, board, look);
                    if (trouble.isEmpty()) {
                        board.unmark();
                    } else if (!claimed) {
                        board.release(process);
                    }
                    trouble.ifPresent(it -> {
                        throw it;
                    });
                    return true;
                });
    }

    private Optional<MachineTrouble> booted(Host host, Board board, Consumer<Host> look) {
        board.on();
        return trouble(host, look, BOOT_LIMIT, Boards::mayPass);
    }

    /// Of the processes that do so at once, one switches a machine on that nobody has claimed, and
    /// installs it where it has to be and was off until then; the others wait for what becomes of
    /// it, as long as that may take.
    private Optional<MachineTrouble> woken(Host host, Board board, Consumer<Host> look) {
        var note = new WakeNote(board, process, pace);
        Instant end = pace.now().plus(BOOT_LIMIT).plus(INSTALL_LIMIT);
        while (!note.held()) {
            if (board.claim().isPresent()) {
                return booted(host, board, look);
            }
            // what installs may answer meanwhile, with keys of its own
            Optional<MachineTrouble> trouble = trouble(host, look, Duration.ZERO, _ -> false);
            if (trouble.isEmpty() || pace.now().isAfter(end)) {
                return trouble;
            }
            pace.pause(LOOK);
        }
        // one that another run has switched on may be at its installation
        boolean wasOff = board.isOff();
        Consumer<Host> noted =
                it -> {
                    note.renew();
                    look.accept(it);
                };
        Optional<MachineTrouble> trouble = booted(host, board, noted);
        boolean installs = wasOff && !host.bmc().orElseThrow().media().isEmpty();
        boolean silent = trouble.filter(it -> isSilent(host, it)).isPresent();
        // the note may have been ours a minute ago, and the machine somebody's since
        if (installs && silent && note.held() && board.claim().isEmpty()) {
            board.bootFromMedia();
            trouble = trouble(host, noted, INSTALL_LIMIT, _ -> true);
            board.ejectMedia();
        }
        return trouble;
    }

    /// Why it does not do as it should within that time; nothing if it does. What it said once
    /// outweighs that it was silent before or after.
    ///
    /// @param mayPass whether to wait on after that trouble
    private Optional<MachineTrouble> trouble(
            Host host, Consumer<Host> look, Duration limit, Predicate<MachineTrouble> mayPass) {
        Instant end = pace.now().plus(limit);
        Optional<MachineTrouble> heard = Optional.empty();
        while (true) {
            try {
                look.accept(host);
                return Optional.empty();
            } catch (MachineTrouble e) {
                if (!isSilent(host, e)) {
                    heard = Optional.of(e);
                }
                if (!mayPass.test(e) || pace.now().isAfter(end)) {
                    return Optional.of(heard.orElse(e));
                }
            }
            pace.pause(LOOK);
        }
    }

    private static boolean mayPass(MachineTrouble trouble) {
        return trouble.trouble() instanceof Trouble.Unreachable;
    }

    /// Whether nothing answers at the machine itself; of a machine behind a jump host that does not
    /// answer nobody knows that.
    private static boolean isSilent(Host host, MachineTrouble trouble) {
        return trouble.trouble() instanceof Trouble.Unreachable it
                && it.silent()
                && it.field().equals(host.login().fields().address());
    }

    /// Takes the note off a machine that tells by SSH whose it is, if it has a board for that.
    void unmark(Host host) {
        if (host.bmc().isPresent()) {
            with(
                    host,
                    pace,
                    board -> {
                        board.unmark();
                        return true;
                    });
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
