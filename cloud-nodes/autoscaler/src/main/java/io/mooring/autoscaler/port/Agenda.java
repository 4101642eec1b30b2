package io.mooring.autoscaler.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What one step wants done, and when it wants to be asked again even if nothing happens. Owned by
/// one step.
public final class Agenda {

    private final List<Action> actions = new ArrayList<>();
    private final Instant now;
    private Instant wake;

    public Agenda(Instant now, Instant latest) {
        this.now = now;
        wake = latest;
    }

    public void add(Action action) {
        actions.add(action);
    }

    /// What is due already is this step's business.
    public void at(Instant time) {
        if (time.isAfter(now) && time.isBefore(wake)) {
            wake = time;
        }
    }

    public List<Action> actions() {
        return List.copyOf(actions);
    }

    public Instant wake() {
        return wake;
    }
}
