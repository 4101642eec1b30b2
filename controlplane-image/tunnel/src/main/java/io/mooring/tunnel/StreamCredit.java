package io.mooring.tunnel;

import java.util.function.IntConsumer;

/// What an agent's stream is owed for bytes that were taken care of, less what is withheld because
/// readers are slow.
final class StreamCredit {
    private final IntConsumer grant;
    private long owed;
    private long withheld;

    StreamCredit(IntConsumer grant) {
        this.grant = grant;
    }

    boolean withholds() {
        return withheld != 0;
    }

    void owe(int bytes) {
        owed += bytes;
        grantWhatIsDue();
    }

    void withhold(long change) {
        withheld += change;
        if (change < 0) {
            grantWhatIsDue();
        }
    }

    private void grantWhatIsDue() {
        var due = owed - withheld;
        if (due > 0) {
            owed -= due;
            grant.accept((int) due);
        }
    }
}
