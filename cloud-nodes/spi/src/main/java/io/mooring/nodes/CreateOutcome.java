package io.mooring.nodes;

import java.time.Duration;
import java.util.List;

/// How a creation ended. Only the first two leave a machine that was asked for.
public sealed interface CreateOutcome {

    /// @param refused those of the request's choices that were asked for and were not to be had
    record Created(Machine machine, List<Choice> refused) implements CreateOutcome {

        public Created {
            refused = List.copyOf(refused);
        }

        public Created(Machine machine) {
            this(machine, List.of());
        }
    }

    record AlreadyThere(Machine machine) implements CreateOutcome {}

    /// Nothing to be had of this kind, here, now; another kind or place may do.
    record NoCapacity(String reason) implements CreateOutcome {}

    record Throttled(Duration retryAfter) implements CreateOutcome {}

    /// The request can never succeed as it is.
    ///
    /// @param field the setting to change, as its provider's settings name it (`image.id`,
    ///   `subnets[1]`), or [#USER_DATA], [#IMAGES], [#CREDENTIALS]; empty where no field is to
    ///   blame
    record BadConfiguration(String field, String reason) implements CreateOutcome {

        public static final String USER_DATA = "userData";
        public static final String IMAGES = "images";
        public static final String CREDENTIALS = "credentials";
    }

    record TimedOut(String waitingFor, Duration after) implements CreateOutcome {}
}
