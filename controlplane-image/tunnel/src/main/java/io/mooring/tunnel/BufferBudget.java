package io.mooring.tunnel;

/// The sum of all bytes held for readers. Confined to the tunnel's event loop.
final class BufferBudget {
    private final long maximum;
    private long used;

    BufferBudget(long maximum) {
        this.maximum = maximum;
    }

    void add(int bytes) {
        used += bytes;
    }

    void remove(int bytes) {
        used -= bytes;
    }

    boolean exhausted() {
        return used > maximum;
    }

    long used() {
        return used;
    }
}
