package io.mooring.syncer.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Amounts of resources by their names: what a pod asks for, what a node has.
///
/// @param byName in cores, bytes and pieces
public record Amounts(Map<String, BigDecimal> byName) {
    private static final String CPU = "cpu";
    private static final int LONGEST = 40;
    private static final Map<String, BigDecimal> SUFFIXES = suffixes();

    public Amounts {
        byName = Map.copyOf(byName);
    }

    public static Amounts none() {
        return new Amounts(Map.of());
    }

    public static Amounts of(String name, long pieces) {
        return new Amounts(Map.of(name, BigDecimal.valueOf(pieces)));
    }

    /// As Kubernetes writes them; what is no amount is left out.
    public static Amounts of(Map<String, Object> written) {
        var byName = new TreeMap<String, BigDecimal>();
        written.forEach((name, value) ->
                amount(String.valueOf(value)).ifPresent(amount -> byName.put(name, amount)));
        return new Amounts(byName);
    }

    public Amounts plus(Amounts other) {
        var sum = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
        return new Amounts(sum);
    }

    /// By each name the larger.
    public Amounts or(Amounts other) {
        var most = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> most.merge(name, amount, BigDecimal::max));
        return new Amounts(most);
    }

    /// What is left of the written amounts when these are taken: never less than nothing. What is
    /// not touched stays as it is written.
    public Map<String, Object> leftOf(Map<String, Object> written) {
        var left = new LinkedHashMap<>(written);
        byName.forEach((name, taken) ->
                amount(String.valueOf(written.get(name)))
                        .filter(_ -> taken.signum() > 0)
                        .ifPresent(amount ->
                                left.put(
                                        name,
                                        text(name, amount.subtract(taken).max(BigDecimal.ZERO)))));
        return left;
    }

    /// As Kubernetes writes what is measured.
    public Map<String, Object> written() {
        var written = new TreeMap<String, Object>();
        byName.forEach((name, amount) ->
                written.put(
                        name,
                        name.equals(CPU)
                                ? amount.movePointRight(9)
                                                .setScale(0, RoundingMode.FLOOR)
                                                .toPlainString()
                                        + "n"
                                : text(name, amount)));
        return written;
    }

    private static String text(String name, BigDecimal amount) {
        return name.equals(CPU)
                ? amount.movePointRight(3).setScale(0, RoundingMode.FLOOR).toPlainString() + "m"
                : amount.setScale(0, RoundingMode.FLOOR).toPlainString();
    }

    private static Optional<BigDecimal> amount(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var factor = SUFFIXES.get(text.substring(end));
        var digits = text.substring(0, end);
        return factor == null || !digits.matches("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")
                ? Optional.empty()
                : Optional.of(new BigDecimal(digits).multiply(factor));
    }

    private static Map<String, BigDecimal> suffixes() {
        var suffixes = new TreeMap<String, BigDecimal>();
        suffixes.put("", BigDecimal.ONE);
        suffixes.put("n", BigDecimal.ONE.movePointLeft(9));
        suffixes.put("u", BigDecimal.ONE.movePointLeft(6));
        suffixes.put("m", BigDecimal.ONE.movePointLeft(3));
        var powers = "kMGTPE";
        for (int i = 0; i < powers.length(); i++) {
            var power = powers.substring(i, i + 1);
            suffixes.put(power, BigDecimal.ONE.movePointRight(3 * (i + 1)));
            suffixes.put((i == 0 ? "K" : power) + "i", BigDecimal.valueOf(1024).pow(i + 1));
        }
        return Map.copyOf(suffixes);
    }
}
