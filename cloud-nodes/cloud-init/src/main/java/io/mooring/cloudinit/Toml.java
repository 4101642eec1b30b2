package io.mooring.cloudinit;

import java.util.List;
import java.util.stream.Collectors;

/// TOML values.
final class Toml {
    private Toml() {}

    /// A basic string that reads back as exactly `text`.
    static String text(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\u%04X".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String texts(List<String> texts) {
        return texts.stream().map(Toml::text).collect(Collectors.joining(", ", "[", "]"));
    }
}
