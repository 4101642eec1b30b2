package io.mooring.nodes;

/// Calls that a cloud counts together where it limits them, with the limit that it publishes: so
/// many at once, then so many a second. An account may have another one; [Gate] finds out.
public record Lane(String name, int atOnce, double perSecond) {

    public Lane {
        if (atOnce < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException(name + " lets no call pass");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
