package io.mooring.tunnel;

/// A dial that has not been answered yet. Owned by its [AgentStream].
final class Dial {
    final Front front;
    final String address;
    final long random;
    final long startedNanos;
    private final AgentStream agent;
    private Timers.Task deadline = () -> {};

    Dial(AgentStream agent, Front front, String address, long random, long startedNanos) {
        this.agent = agent;
        this.front = front;
        this.address = address;
        this.random = random;
        this.startedNanos = startedNanos;
    }

    void deadline(Timers.Task task) {
        deadline = task;
    }

    void stopClock() {
        deadline.cancel();
    }

    /// The front gave up. A late success is answered with a close, which frees the agent's socket.
    void cancel() {
        agent.abandon(this);
    }
}
