package io.mooring.tunnel.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Runs a property for many seeds; a failure names the seed that replays it with `-Dseed=`.
public final class Seeds {
    /// What has to hold for the numbers of one seed.
    public interface Property {
        void check(RandomGenerator random) throws Exception;
    }

    private Seeds() {}

    public static void check(int runs, Property property) throws Exception {
        var only = Long.getLong("seed");
        for (var seed = 0L; seed < runs; seed++) {
            var used = only == null ? seed : only;
            try {
                property.check(new SplittableRandom(used));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("fails with -Dseed=" + used, e);
            }
        }
    }
}
