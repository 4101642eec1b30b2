package io.mooring.autoscaler.model;

/// One way to buy a type.
///
/// @param price dollars an hour
/// @param reservation offerings of one reservation or inventory share its count; empty: of its own
/// @param count how many there are, [#UNLIMITED] in a cloud
public record Offering(
        String zone,
        String capacityType,
        double price,
        boolean available,
        String reservation,
        long count) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    public Offering {
        if (!(price >= 0) || price > 1e6) {
            throw new IllegalArgumentException("no price: " + price);
        }
    }
}
