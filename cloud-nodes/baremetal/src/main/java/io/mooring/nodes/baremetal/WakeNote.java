package io.mooring.nodes.baremetal;

import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;

/// That this process switches a machine on, noted on its board and kept up to date: one that is
/// gone keeps others out for some minutes only. For one thread.
final class WakeNote {

    private static final Duration RENEWAL = Duration.ofMinutes(1);

    private final Board board;
    private final String process;
    private final Pace pace;
    private Instant renewal = Instant.MIN;

    WakeNote(Board board, String process, Pace pace) {
        this.board = board;
        this.process = process;
        this.pace = pace;
    }

    /// Keeps it up to date while the machine is waited for, as far as the board answers: where it
    /// does not, that says nothing of the machine.
    void renew() {
        try {
            boolean _ = held();
        } catch (MachineTrouble _) {
            // it is still due, so the next look tries again
        }
    }

    /// Whether no other process switches it on. Boards that take no notes keep none apart.
    boolean held() {
        Instant now = pace.now();
        if (now.isBefore(renewal)) {
            return true;
        }
        boolean ours;
        try {
            ours = board.reserve(Waking.from(now, process));
        } catch (MachineTrouble e) {
            if (!(e.trouble() instanceof Trouble.Unfit)) {
                throw e;
            }
            ours = true;
        }
        renewal = ours ? now.plus(RENEWAL) : Instant.MIN;
        return ours;
    }
}
