package io.mooring.autoscaler.cluster;

/// Why a claim goes. Budgets hold for the voluntary reasons only.
public enum Reason {
    EMPTY("Empty", true),
    UNDERUTILIZED("Underutilized", true),
    DRIFTED("Drifted", true),
    EXPIRED("Expired", false),
    INTERRUPTED("Interrupted", false),
    UNHEALTHY("Unhealthy", false),
    NOT_LAUNCHED("NotLaunched", false),
    NOT_REGISTERED("NotRegistered", false),
    NO_CAPACITY("NoCapacity", false),
    MACHINE_GONE("MachineGone", false),
    SCALED_DOWN("ScaledDown", false),
    POOL_DELETED("PoolDeleted", false);

    private final String text;
    private final boolean voluntary;

    Reason(String text, boolean voluntary) {
        this.text = text;
        this.voluntary = voluntary;
    }

    public boolean voluntary() {
        return voluntary;
    }

    /// As budgets and events write it.
    @Override
    public String toString() {
        return text;
    }
}
