package io.mooring.nodes;

import io.mooring.nodes.MachineType.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// In which order types, places and ways to pay are tried, and which were sold out a short time
/// ago. For providers to use. Thread-safe.
public final class Offers {

    private static final Duration MEMORY = Duration.ofMinutes(3);

    private final Pace pace;
    private final ConcurrentHashMap<Offer, Instant> soldOut = new ConcurrentHashMap<>();

    public Offers(Pace pace) {
        this.pace = pace;
    }

    /// One way to get a machine.
    public record Offer(String type, Place place, Capacity capacity) {

        Choice choice() {
            return new Choice(type, place.zone(), capacity);
        }

        @Override
        public String toString() {
            return choice().toString();
        }
    }

    /// Where in a cloud: a subnet in a zone, or a zone alone.
    ///
    /// @param id empty for the one that the cloud chooses
    public record Place(String id, String zone) {

        public static final Place ANY = new Place("", "");

        /// This place as one of that zone; empty if it is in another. Any zone may be asked for
        /// where the settings name none.
        Optional<Place> in(String wanted) {
            if (wanted.isEmpty() || wanted.equals(zone)) {
                return Optional.of(this);
            }
            return equals(ANY) ? Optional.of(new Place("", wanted)) : Optional.empty();
        }
    }

    /// What is tried for a machine, in that order: its choices, as far as the settings allow them,
    /// else all that these allow.
    ///
    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @throws Refused with [Refusal.NoCapacity] when the settings allow none of the choices
    public static List<Offer> of(
            String attempt,
            MachineRequest request,
            List<Capacity> capacities,
            List<String> types,
            List<Place> places) {
        if (request.choices().isEmpty()) {
            return inOrder(request.id(), capacities, types, places);
        }
        var rotated = rotated(request.id(), places);
        var offers = new ArrayList<Offer>();
        for (Choice choice : request.choices()) {
            if (capacities.contains(choice.capacity()) && types.contains(choice.type())) {
                for (Place place : rotated) {
                    place.in(choice.zone())
                            .map(it -> new Offer(choice.type(), it, choice.capacity()))
                            .ifPresent(offers::add);
                }
            }
        }
        if (offers.isEmpty()) {
            String wanted =
                    request.choices().stream()
                            .map(Choice::toString)
                            .collect(Collectors.joining(", "));
            throw new Refused(
                    attempt, new Refusal.NoCapacity("the settings do not allow " + wanted));
        }
        return offers;
    }

    /// The first way to pay with all types before the next one, each type in all places before the
    /// next type.
    private static List<Offer> inOrder(
            MachineId id, List<Capacity> capacities, List<String> types, List<Place> places) {
        var rotated = rotated(id, places);
        var offers = new ArrayList<Offer>();
        for (Capacity capacity : capacities) {
            for (String type : types) {
                rotated.forEach(place -> offers.add(new Offer(type, place, capacity)));
            }
        }
        return offers;
    }

    /// Machines of a pool begin with different places, so that they spread over them.
    private static List<Place> rotated(MachineId id, List<Place> places) {
        var rotated = new ArrayList<>(places);
        Collections.rotate(rotated, -Math.floorMod(number(id.name()), Math.max(1, places.size())));
        return rotated;
    }

    /// The number at the end of a name in a pool: 2 of web-2.
    private static int number(String name) {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : name.hashCode();
    }

    /// What was had, and which choices were asked for and were not to be had.
    public record Taken<T>(T value, List<Choice> refused) {

        public Taken {
            refused = List.copyOf(refused);
        }
    }

    /// What became of asking for some offers at once: one of them, or none.
    ///
    /// @param had what was had; null for nothing
    /// @param refused why of those that were not to be had
    public record Asked<T>(@Nullable T had, Map<Offer, String> refused) {}

    /// What the first offer gives that is to be had. One that was sold out a short time ago is
    /// passed over.
    ///
    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @param take throws a [Refused] with [Refusal.NoCapacity] where there is nothing to be had
    /// @throws Refused with [Refusal.NoCapacity] when none of them is to be had, and why of each
    public <T> Taken<T> first(String attempt, List<Offer> wanted, Function<Offer, T> take) {
        return one(
                attempt,
                wanted.stream().map(List::of).toList(),
                some -> asked(some.getFirst(), take));
    }

    /// As [#first], by a cloud that chooses itself among offers that are paid for in the same way;
    /// their order is what is wished for.
    public <T> Taken<T> any(
            String attempt, List<Offer> wanted, Function<List<Offer>, Asked<T>> take) {
        var groups = new ArrayList<List<Offer>>();
        for (Offer offer : wanted) {
            if (groups.isEmpty() || groups.getLast().getFirst().capacity() != offer.capacity()) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(offer);
        }
        return one(attempt, groups, take);
    }

    private static <T> Asked<T> asked(Offer offer, Function<Offer, T> take) {
        try {
            return new Asked<>(take.apply(offer), Map.of());
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NoCapacity(String message))) {
                throw e;
            }
            return new Asked<>(null, Map.of(offer, message));
        }
    }

    private <T> Taken<T> one(
            String attempt, List<List<Offer>> groups, Function<List<Offer>, Asked<T>> take) {
        var reasons = new LinkedHashMap<Offer, String>();
        for (List<Offer> group : groups) {
            var left = new ArrayList<Offer>();
            for (Offer offer : group) {
                if (isSoldOut(offer)) {
                    reasons.put(offer, "was sold out less than three minutes ago");
                } else {
                    left.add(offer);
                }
            }
            if (left.isEmpty()) {
                continue;
            }
            Asked<T> asked = take.apply(left);
            asked.refused().keySet().forEach(this::remember);
            left.stream()
                    .filter(asked.refused()::containsKey)
                    .forEach(offer -> reasons.put(offer, asked.refused().get(offer)));
            if (asked.had() != null) {
                return new Taken<>(asked.had(), refused(groups, reasons.keySet()));
            }
        }
        throw new Refused(
                attempt,
                new Refusal.NoCapacity(
                        reasons.entrySet().stream()
                                .map(it -> it.getKey() + ": " + it.getValue())
                                .collect(Collectors.joining("; "))));
    }

    /// A choice that is to be had in several places is refused once it is in all of them.
    private static List<Choice> refused(List<List<Offer>> groups, Set<Offer> refused) {
        Map<Choice, Boolean> all = new LinkedHashMap<>();
        groups.stream()
                .flatMap(List::stream)
                .forEach(offer ->
                        all.merge(offer.choice(), refused.contains(offer), Boolean::logicalAnd));
        return all.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    private void remember(Offer offer) {
        soldOut.put(offer, pace.now().plus(MEMORY));
    }

    private boolean isSoldOut(Offer offer) {
        Instant until = soldOut.get(offer);
        return until != null && pace.now().isBefore(until);
    }

    public boolean isSoldOut(String type, String zone, Capacity capacity) {
        return soldOut.keySet().stream()
                .filter(offer ->
                        offer.type().equals(type)
                                && offer.capacity() == capacity
                                && offer.place().zone().equals(zone))
                .anyMatch(this::isSoldOut);
    }
}
