package io.mooring.cli;

/// That the server is to stop, as a signal says it. Thread-safe.
///
/// Interrupts the thread that starts the server, but only while it does: an orderly end must not be
/// hurried.
final class StopRequest {

    private final Thread starter;

    // guarded by this
    private boolean asked;
    // guarded by this
    private boolean starting = true;

    StopRequest(Thread starter) {
        this.starter = starter;
    }

    synchronized void ask() {
        asked = true;
        if (starting) {
            starter.interrupt();
        }
        notifyAll();
    }

    synchronized boolean asked() {
        return asked;
    }

    /// To be called by the starter; takes back an interrupt that came too late.
    synchronized void startIsOver() {
        starting = false;
        if (asked) {
            Thread.interrupted();
        }
    }

    synchronized void await() {
        while (!asked) {
            try {
                wait();
            } catch (InterruptedException _) {
                asked = true;
            }
        }
    }
}
