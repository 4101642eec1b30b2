package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.HostRules.Rules;

/// The groups of one node while it is filled.
final class HostLoad {

    private final int[] counts;
    private final int[] holders;
    private final int[] touched;
    private int touchedSize;

    HostLoad(int groups) {
        counts = new int[groups];
        holders = new int[groups];
        touched = new int[groups];
    }

    void clear() {
        for (int i = 0; i < touchedSize; i++) {
            counts[touched[i]] = 0;
            holders[touched[i]] = 0;
        }
        touchedSize = 0;
    }

    /// How many more of these pods the node may take, as far as its other pods matter.
    int most(Rules rules) {
        int most = Integer.MAX_VALUE;
        for (int group : rules.member()) {
            if (holders[group] > 0) {
                return 0;
            }
        }
        for (int i = 0; i < rules.limited().length; i++) {
            int left = rules.limits()[i] - counts[rules.limited()[i]] + 1;
            if (left <= 0) {
                return 0;
            }
            if (isMember(rules, rules.limited()[i])) {
                most = Math.min(most, left);
            }
        }
        return most;
    }

    void add(Rules rules, int pods) {
        for (int group : rules.member()) {
            touch(group);
            counts[group] += pods;
        }
        for (int group : rules.holds()) {
            touch(group);
            holders[group] += pods;
        }
    }

    private void touch(int group) {
        if (counts[group] == 0 && holders[group] == 0) {
            touched[touchedSize++] = group;
        }
    }

    private static boolean isMember(Rules rules, int group) {
        for (int member : rules.member()) {
            if (member == group) {
                return true;
            }
        }
        return false;
    }
}
