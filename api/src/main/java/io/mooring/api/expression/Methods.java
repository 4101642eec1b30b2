package io.mooring.api.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The methods that values have.
final class Methods {
    private static final int LONGEST = 1 << 20;

    private static final List<String> OF_TEXT =
            List.of(
                    "startsWith",
                    "endsWith",
                    "includes",
                    "indexOf",
                    "lastIndexOf",
                    "slice",
                    "substring",
                    "replace",
                    "replaceAll",
                    "split",
                    "trim",
                    "toLowerCase",
                    "toUpperCase",
                    "concat",
                    "padStart",
                    "padEnd",
                    "charAt",
                    "toString");
    private static final List<String> OF_LISTS =
            List.of(
                    "map",
                    "filter",
                    "find",
                    "some",
                    "every",
                    "includes",
                    "indexOf",
                    "join",
                    "slice",
                    "concat");

    /// What an arrow does with an element and its place.
    interface Arrow extends Function<List<Object>, Object> {}

    private Methods() {}

    static Object call(Object of, String method, List<Object> arguments) {
        return switch (of) {
            case String text when OF_TEXT.contains(method) ->
                    ofText(text, method, new Arguments(method, arguments));
            case List<?> list when OF_LISTS.contains(method) ->
                    ofList(List.copyOf(list), method, new Arguments(method, arguments));
            case Number number when method.equals("toString") -> Values.toText(number);
            case Boolean truth when method.equals("toString") -> truth.toString();
            case String _ -> throw unknown("text", method, OF_TEXT);
            case List<?> _ -> throw unknown("a list", method, OF_LISTS);
            default -> throw unknown(Values.shown(of), method, List.of());
        };
    }

    private static ExpressionException unknown(String of, String method, List<String> there) {
        return new ExpressionException(
                of
                        + " has no method "
                        + method
                        + (there.isEmpty()
                                ? ""
                                : "; there are " + String.join(", ", new TreeSet<>(there))));
    }

    private static Object ofText(String text, String method, Arguments given) {
        return switch (method) {
            case "startsWith" -> text.startsWith(given.text(0));
            case "endsWith" -> text.endsWith(given.text(0));
            case "includes" -> text.contains(given.text(0));
            case "indexOf" -> (long) text.indexOf(given.text(0));
            case "lastIndexOf" -> (long) text.lastIndexOf(given.text(0));
            case "slice" -> {
                int from = given.place(0, 0, text.length());
                yield text.substring(
                        from, Math.max(from, given.place(1, text.length(), text.length())));
            }
            case "substring" -> substring(text, given);
            case "replace" -> replaceFirst(text, given.text(0), given.text(1));
            case "replaceAll" -> limited(text.replace(given.text(0), given.text(1)));
            case "split" -> split(text, given.text(0));
            case "trim" -> text.strip();
            case "toLowerCase" -> text.toLowerCase(Locale.ROOT);
            case "toUpperCase" -> text.toUpperCase(Locale.ROOT);
            case "concat" -> limited(text + given.text(0));
            case "padStart" -> padding(text, given) + text;
            case "padEnd" -> text + padding(text, given);
            case "charAt" -> {
                int at = given.number(0, 0);
                yield at >= 0 && at < text.length() ? text.substring(at, at + 1) : "";
            }
            default -> text;
        };
    }

    private static String substring(String text, Arguments given) {
        int one = Math.clamp(given.number(0, 0), 0, text.length());
        int other = Math.clamp(given.number(1, text.length()), 0, text.length());
        return text.substring(Math.min(one, other), Math.max(one, other));
    }

    private static String replaceFirst(String text, String from, String to) {
        int at = text.indexOf(from);
        return at < 0
                ? text
                : limited(text.substring(0, at) + to + text.substring(at + from.length()));
    }

    private static List<Object> split(String text, String by) {
        return by.isEmpty()
                ? new ArrayList<>(text.chars().mapToObj(Character::toString).toList())
                : new ArrayList<>(Arrays.asList(text.split(Pattern.quote(by), -1)));
    }

    private static String padding(String text, Arguments given) {
        int missing = Math.max(0, Math.min(given.number(0, 0), LONGEST) - text.length());
        var by = given.has(1) ? given.text(1) : " ";
        return by.isEmpty() ? "" : by.repeat(missing / by.length() + 1).substring(0, missing);
    }

    private static String limited(String text) {
        if (text.length() > LONGEST) {
            throw new ExpressionException("the text becomes longer than " + LONGEST);
        }
        return text;
    }

    private static Object ofList(List<Object> list, String method, Arguments given) {
        return switch (method) {
            case "map" -> given.each(list).stream().toList();
            case "filter" -> kept(list, given);
            case "find" -> kept(list, given).stream().findFirst().orElse(Nothing.NOTHING);
            case "some" -> given.each(list).stream().anyMatch(Values::isTrue);
            case "every" -> given.each(list).stream().allMatch(Values::isTrue);
            case "includes" -> list.stream().anyMatch(item -> Values.same(item, given.value(0)));
            case "indexOf" -> (long) list.indexOf(given.value(0));
            case "join" ->
                    String.join(
                            given.has(0) ? given.text(0) : ",",
                            list.stream().map(Values::toText).toList());
            case "slice" -> {
                int from = given.place(0, 0, list.size());
                yield list.subList(from, Math.max(from, given.place(1, list.size(), list.size())));
            }
            default -> {
                var all = new ArrayList<>(list);
                if (given.value(0) instanceof List<?> more) {
                    all.addAll(more);
                } else {
                    all.add(given.value(0));
                }
                yield all;
            }
        };
    }

    private static List<Object> kept(List<Object> list, Arguments given) {
        var verdicts = given.each(list);
        var kept = new ArrayList<Object>();
        for (int i = 0; i < list.size(); i++) {
            if (Values.isTrue(verdicts.get(i))) {
                kept.add(list.get(i));
            }
        }
        return kept;
    }

    /// What a method was given.
    private record Arguments(String method, List<Object> all) {
        boolean has(int place) {
            return place < all.size() && all.get(place) != Nothing.NOTHING;
        }

        Object value(int place) {
            if (place >= all.size()) {
                throw new ExpressionException(
                        method + " takes " + (place + 1) + " or more arguments");
            }
            return all.get(place);
        }

        String text(int place) {
            return Values.toText(value(place));
        }

        int number(int place, int otherwise) {
            return has(place) ? (int) Values.toNumber(all.get(place)) : otherwise;
        }

        /// From the start, or from the end if it is less than none.
        int place(int place, int otherwise, int length) {
            int number = number(place, otherwise);
            return Math.clamp(number < 0 ? (long) length + number : number, 0, length);
        }

        /// What the arrow gives for each element.
        List<Object> each(List<Object> list) {
            if (!(value(0) instanceof Arrow arrow)) {
                throw new ExpressionException(method + " takes a function like x => x + 1");
            }
            var results = new ArrayList<Object>();
            for (int i = 0; i < list.size(); i++) {
                results.add(arrow.apply(List.of(list.get(i), (long) i)));
            }
            return results;
        }
    }
}
