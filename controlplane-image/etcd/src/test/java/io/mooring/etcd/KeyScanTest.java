package io.mooring.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Reading page by page, against a store that is a map.
final class KeyScanTest {

    private static final int MOST_BYTES = 8 << 20;

    private final TreeMap<String, Integer> store = new TreeMap<>();
    private final List<Integer> limits = new ArrayList<>();
    private int largestAnswer;

    @Test
    void everyKeyComesOnceAndInOrder() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            store.put("/" + random.nextInt(1_000_000), random.nextInt(2000));
        }

        assertThat(scan()).containsExactlyElementsOf(store.keySet());
        assertThat(limits).hasSizeLessThan(20).allMatch(limit -> limit <= 1000);
    }

    @Test
    void afterManySmallKeysLargeOnesAreReadFewAtATime() throws IOException {
        for (int i = 0; i < 2000; i++) {
            store.put("/a%04d".formatted(i), 10);
            store.put("/b%04d".formatted(i), i < 50 ? 1_500_000 : 10);
        }

        assertThat(scan()).containsExactlyElementsOf(store.keySet());
        assertThat(largestAnswer).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void aKeyThatIsTooLargeAloneEndsIt() {
        store.put("/a", MOST_BYTES + 1);

        assertThatThrownBy(this::scan)
                .isInstanceOfSatisfying(
                        EtcdFailure.class,
                        e -> assertThat(e.kind()).isEqualTo(EtcdFailure.Kind.TOO_LARGE));
        assertThat(limits).last().isEqualTo(1);
    }

    @Test
    void anEmptyStoreHasNothing() throws IOException {
        assertThat(scan()).isEmpty();
        assertThat(limits).hasSize(1);
    }

    private List<String> scan() throws IOException {
        var seen = new ArrayList<String>();
        long count = new KeyScan(this::page).run(key -> seen.add(key.toString()));
        assertThat(count).isEqualTo(seen.size());
        return seen;
    }

    /// Values are empty here; only how large they would be is kept.
    private Page page(byte[] after, int limit) {
        limits.add(limit);
        var keys = new ArrayList<KeyValue>();
        int bytes = 0;
        var rest = store.tailMap(new String(after, StandardCharsets.US_ASCII), false);
        for (var entry : rest.entrySet()) {
            if (keys.size() == limit) {
                break;
            }
            bytes += entry.getValue();
            byte[] key = entry.getKey().getBytes(StandardCharsets.US_ASCII);
            keys.add(new KeyValue(key, new byte[0], 1, 0));
        }
        if (bytes > MOST_BYTES) {
            throw new EtcdFailure(EtcdFailure.Kind.TOO_LARGE, "too large");
        }
        largestAnswer = Math.max(largestAnswer, bytes);
        return new Page(keys, rest.size() > keys.size(), bytes);
    }
}
