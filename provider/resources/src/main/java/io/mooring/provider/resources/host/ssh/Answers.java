package io.mooring.provider.resources.host.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What `machine.sh` answered. Prints without what it holds.
record Answers(Map<String, String> values) {

    Answers {
        values = Map.copyOf(values);
    }

    static Answers of(String output) {
        var values = new HashMap<String, String>();
        output.lines()
                .forEach(line -> {
                    int space = line.indexOf(' ');
                    values.put(
                            space < 0 ? line : line.substring(0, space), line.substring(space + 1));
                });
        return new Answers(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    /// One that is in base64.
    Optional<String> decoded(String name) {
        return text(name)
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    }

    int number(String name) {
        return text(name).filter(it -> it.matches("\\d{1,9}")).map(Integer::parseInt).orElse(0);
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
