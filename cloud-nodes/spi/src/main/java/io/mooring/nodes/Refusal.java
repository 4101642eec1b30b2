package io.mooring.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;

/// What it means that a cloud did not do what it was asked, for providers to decide on.
public sealed interface Refusal {

    /// When to come back to a cloud that does not say.
    Duration USUAL_WAIT = Duration.ofSeconds(10);

    String message();

    /// One call too many.
    ///
    /// @param retryAfter when to come back, if the cloud says so
    record Throttled(String message, Optional<Duration> retryAfter) implements Refusal {}

    /// No answer, or one that says that the cloud has a problem of its own.
    record Unreachable(String message) implements Refusal {}

    /// Something else has a hold on it that ends by itself.
    record Busy(String message) implements Refusal {}

    record NoCapacity(String message) implements Refusal {}

    /// It can never work so; `field` is the setting to blame, empty if none can be told.
    record BadField(String field, String message) implements Refusal {}

    /// What was named does not exist, or cannot be seen yet.
    record NotThere(String message) implements Refusal {}

    /// What was to be made is there already, or another request has its key.
    record AlreadyThere(String message) implements Refusal {}

    /// The request was carried out earlier, and what it made is gone already.
    record Spent(String message) implements Refusal {}

    /// The setting of the first row whose words are part of the text, empty if there is none.
    ///
    /// @param table words in lower case -> a setting
    /// @param text in lower case
    static String blamed(List<Entry<String, String>> table, String text) {
        return table.stream()
                .filter(row -> text.contains(row.getKey()))
                .map(Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /// The field with the index of the item that the message names, if it names one.
    static String precise(String field, String message, List<String> items) {
        String words = message.toLowerCase(Locale.ROOT);
        for (int i = 0; i < items.size(); i++) {
            if (words.contains(items.get(i).toLowerCase(Locale.ROOT))) {
                return field + "[" + i + "]";
            }
        }
        return field;
    }
}
