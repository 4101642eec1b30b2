package io.mooring.pki;

import org.bouncycastle.crypto.generators.SCrypt;

/// A key of 256 bits from a passphrase, by scrypt (RFC 7914): each guess costs an attacker as much
/// memory as us.
public final class PassphraseKey {

    private static final int KEY_BYTES = 32;

    private PassphraseKey() {}

    /// What one derivation costs: memory is about 128 * n * r bytes.
    public record Cost(int n, int r, int p) {

        /// 32 MiB three times over, half a second.
        public static final Cost STRONG = new Cost(1 << 15, 8, 3);

        private static final int MOST_N = 1 << 18;
        private static final int MOST_R = 16;
        private static final int MOST_P = 4;

        /// A cost is read from files of others: one that would take all memory is none.
        public Cost {
            boolean power = n > 1 && Integer.bitCount(n) == 1;
            if (!power || n > MOST_N || r < 1 || r > MOST_R || p < 1 || p > MOST_P) {
                throw new IllegalArgumentException(
                        "scrypt with n=%d r=%d p=%d is out of bounds".formatted(n, r, p));
            }
        }
    }

    public static byte[] derive(byte[] passphrase, byte[] salt, Cost cost) {
        return SCrypt.generate(passphrase, salt, cost.n(), cost.r(), cost.p(), KEY_BYTES);
    }
}
