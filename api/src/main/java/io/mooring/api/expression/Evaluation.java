package io.mooring.api.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One evaluation: the values that names have.
record Evaluation(Map<String, Object> names) {

    Object of(Node node) {
        return switch (node) {
            case Node.Literal(var value) -> value;
            case Node.Name(var name) -> names.getOrDefault(name, Nothing.NOTHING);
            case Node.Template(var parts) -> {
                var text = new StringBuilder();
                parts.forEach(part -> text.append(Values.toText(of(part))));
                yield text.toString();
            }
            case Node.ListOf(var items) -> new ArrayList<>(items.stream().map(this::of).toList());
            case Node.MapOf(var entries) -> map(entries);
            case Node.Member(var of, var key, var optional) -> member(of(of), of(key), optional);
            case Node.Call call -> call(call);
            case Node.Unary(var operator, var operand) -> unary(operator, of(operand));
            case Node.Binary binary -> binary(binary);
            case Node.Choice(var condition, var yes, var no) ->
                    of(Values.isTrue(of(condition)) ? yes : no);
            case Node.Arrow(var own, var body) ->
                    (Methods.Arrow) arguments -> with(own, arguments).of(body);
        };
    }

    private Evaluation with(List<String> own, List<Object> arguments) {
        var all = new HashMap<>(names);
        for (int i = 0; i < own.size(); i++) {
            all.put(own.get(i), i < arguments.size() ? arguments.get(i) : Nothing.NOTHING);
        }
        return new Evaluation(all);
    }

    private Map<String, Object> map(List<Node.Entry> entries) {
        var map = new LinkedHashMap<String, Object>();
        for (var entry : entries) {
            map.put(Values.toText(of(entry.key())), of(entry.value()));
        }
        return map;
    }

    private static Object member(Object of, Object key, boolean optional) {
        return switch (of) {
            case Map<?, ?> map -> {
                Object found = map.get(Values.toText(key));
                yield found == null ? Nothing.NOTHING : found;
            }
            case List<?> list when key.equals("length") -> (long) list.size();
            case String text when key.equals("length") -> (long) text.length();
            case List<?> list -> {
                double place = Values.toNumber(key);
                yield place >= 0 && place < list.size() && place == Math.rint(place)
                        ? list.get((int) place)
                        : Nothing.NOTHING;
            }
            case Nothing nothing when optional -> nothing;
            default ->
                    throw new ExpressionException(
                            Values.shown(of) + " has no " + Values.toText(key));
        };
    }

    private Object call(Node.Call call) {
        var of = of(call.of());
        if (of == Nothing.NOTHING && call.optional()) {
            return of;
        }
        return Methods.call(of, call.method(), call.arguments().stream().map(this::of).toList());
    }

    private static Object unary(String operator, Object operand) {
        return switch (operator) {
            case "!" -> !Values.isTrue(operand);
            case "-" -> Values.number(-Values.toNumber(operand));
            case "+" -> Values.number(Values.toNumber(operand));
            default -> Values.type(operand);
        };
    }

    private Object binary(Node.Binary binary) {
        var left = of(binary.left());
        return switch (binary.operator()) {
            case "??" -> left == Nothing.NOTHING ? of(binary.right()) : left;
            case "||" -> Values.isTrue(left) ? left : of(binary.right());
            case "&&" -> Values.isTrue(left) ? of(binary.right()) : left;
            default -> operation(binary.operator(), left, of(binary.right()));
        };
    }

    private static Object operation(String operator, Object left, Object right) {
        return switch (operator) {
            case "==", "===" -> Values.same(left, right);
            case "!=", "!==" -> !Values.same(left, right);
            case "<" -> Values.compare(left, right) < 0;
            case "<=" -> Values.compare(left, right) <= 0;
            case ">" -> Values.compare(left, right) > 0;
            case ">=" -> Values.compare(left, right) >= 0;
            case "+" -> Values.plus(left, right);
            case "-" -> Values.number(Values.toNumber(left) - Values.toNumber(right));
            case "*" -> Values.number(Values.toNumber(left) * Values.toNumber(right));
            case "/" -> Values.number(Values.toNumber(left) / Values.toNumber(right));
            default -> Values.number(Values.toNumber(left) % Values.toNumber(right));
        };
    }
}
