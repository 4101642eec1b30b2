package io.mooring.autoscaler.solver;

import java.util.Arrays;

/// A fixed-size set of small integers, ordered and hashable.
final class Bits implements Comparable<Bits> {

    private final long[] words;
    private final int size;

    Bits(int size) {
        this.size = size;
        words = new long[(size + 63) >>> 6];
    }

    private Bits(long[] words, int size) {
        this.words = words;
        this.size = size;
    }

    static Bits all(int size) {
        var bits = new Bits(size);
        Arrays.fill(bits.words, -1L);
        if ((size & 63) != 0) {
            bits.words[bits.words.length - 1] = (1L << size) - 1;
        }
        return bits;
    }

    Bits copy() {
        return new Bits(words.clone(), size);
    }

    void set(int i) {
        words[i >>> 6] |= 1L << i;
    }

    void clear(int i) {
        words[i >>> 6] &= ~(1L << i);
    }

    boolean get(int i) {
        return (words[i >>> 6] >>> i & 1) != 0;
    }

    Bits or(Bits other) {
        for (int w = 0; w < words.length; w++) {
            words[w] |= other.words[w];
        }
        return this;
    }

    Bits and(Bits other) {
        for (int w = 0; w < words.length; w++) {
            words[w] &= other.words[w];
        }
        return this;
    }

    Bits andNot(Bits other) {
        for (int w = 0; w < words.length; w++) {
            words[w] &= ~other.words[w];
        }
        return this;
    }

    boolean intersects(Bits other) {
        for (int w = 0; w < words.length; w++) {
            if ((words[w] & other.words[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean contains(Bits other) {
        for (int w = 0; w < words.length; w++) {
            if ((other.words[w] & ~words[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return next(0) < 0;
    }

    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// The smallest element from `from` on, or -1.
    int next(int from) {
        int w = from >>> 6;
        if (from >= size) {
            return -1;
        }
        long word = words[w] & -1L << from;
        while (word == 0) {
            if (++w == words.length) {
                return -1;
            }
            word = words[w];
        }
        return (w << 6) + Long.numberOfTrailingZeros(word);
    }

    @Override
    public int compareTo(Bits other) {
        return Arrays.compareUnsigned(words, other.words);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits bits && Arrays.equals(words, bits.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}
