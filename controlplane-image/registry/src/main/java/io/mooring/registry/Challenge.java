package io.mooring.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a registry wants to know who is there, by a header `WWW-Authenticate`.
///
/// @param scheme in small letters
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Pattern HEAD = Pattern.compile("\\s*([A-Za-z0-9-]+)(\\s+(.*))?");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /// The first of them that can be answered, a token before a password.
    static Challenge of(List<String> headers) {
        List<Challenge> all = headers.stream().map(Challenge::parse).toList();
        return all.stream()
                .filter(Challenge::isBearer)
                .findFirst()
                .or(() -> all.stream().filter(Challenge::isBasic).findFirst())
                .orElseGet(() -> new Challenge("", Map.of()));
    }

    private static Challenge parse(String header) {
        Matcher head = HEAD.matcher(header);
        if (!head.matches()) {
            return new Challenge("", Map.of());
        }
        var parameters = new HashMap<String, String>();
        String rest = head.group(3);
        Matcher parameter = PARAMETER.matcher(rest == null ? "" : rest);
        while (parameter.find()) {
            String quoted = parameter.group(2);
            parameters.put(
                    parameter.group(1).toLowerCase(Locale.ROOT),
                    quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return new Challenge(head.group(1).toLowerCase(Locale.ROOT), parameters);
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    /// Empty if it is not said.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
