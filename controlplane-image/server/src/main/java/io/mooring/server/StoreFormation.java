package io.mooring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Remembers, outside of every replica, that there is a data store that may have acknowledged
/// something: set before the first kube-apiserver starts, and never taken back. A replica that has
/// lost its volume knows by it that it must not begin another store.
final class StoreFormation {

    static final String KEY = "store-formed";

    /// Set by whoever gives a control plane of one replica more of them.
    static final String BEGINNER = "store-begins-with";

    private final SharedSecret secret;
    private final Path own;

    /// @param data keeps for this replica that it has seen the mark
    StoreFormation(SharedSecret secret, DataDirectory data) {
        this.secret = secret;
        this.own = data.file(KEY);
    }

    /// @throws ServerException if that cannot be told now
    boolean known() {
        try {
            return Files.exists(own) || secret.read().texts().containsKey(KEY);
        } catch (SharedSecret.Unreachable e) {
            throw untold(e);
        }
    }

    /// The replica that begins the data store without the others, if one does.
    ///
    /// @throws ServerException if that cannot be told now
    Optional<String> beginner() {
        try {
            return Optional.ofNullable(secret.read().texts().get(BEGINNER));
        } catch (SharedSecret.Unreachable e) {
            throw untold(e);
        }
    }

    private static ServerException untold(SharedSecret.Unreachable e) {
        return new ServerException(
                "finding out whether the data store is there: "
                        + e.getMessage()
                        + "; it is tried again at the next start",
                e);
    }

    /// Sets the mark.
    ///
    /// @return why that failed; empty once it is known to be there
    String record() {
        try {
            SharedSecret.Content content = secret.read();
            if (!content.texts().containsKey(KEY) && !secret.add(content, Map.of(KEY, "true"))) {
                return "the Secret " + secret.name() + " is being changed";
            }
            Files.writeString(own, "");
            return "";
        } catch (SharedSecret.Unreachable e) {
            return Files.exists(own) ? "" : String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new ServerException("writing " + own + ": " + e, e);
        }
    }
}
