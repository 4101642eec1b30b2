package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.Token;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The name of a resource among all others. Terraform does not tell a provider what the user calls
/// a resource, so one is drawn when it is planned and kept in the private part of its state.
final class Identity {
    private static final int BYTES = 4;

    private Identity() {}

    /// The name kept there, or a new one.
    static LogicalName of(Token type, ByteString kept) {
        return new LogicalName(
                "state", "terraform", type, kept.isEmpty() ? draw(type) : kept.toStringUtf8());
    }

    static ByteString keep(LogicalName name) {
        return ByteString.copyFromUtf8(name.name());
    }

    private static String draw(Token type) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return type.name() + "-" + HexFormat.of().formatHex(bytes);
    }
}
