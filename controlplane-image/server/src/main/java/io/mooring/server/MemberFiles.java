package io.mooring.server;

import io.mooring.etcd.MemberLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a member of the data store has in its directory while it does not run.
final class MemberFiles {

    private final Path directory;
    private final Path member;

    MemberFiles(DataDirectory data) {
        this.directory = data.file(DataStore.ETCD);
        this.member = directory.resolve("member");
    }

    /// Whether it has ever been one.
    boolean hasLog() {
        Path logs = member.resolve("wal");
        if (!Files.isDirectory(logs)) {
            return false;
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.anyMatch(file -> file.toString().endsWith(".wal"));
        } catch (IOException e) {
            throw new ServerException("looking into " + logs + ": " + e, e);
        }
    }

    /// Whether it is one of several that has never had a leader, so that nothing was ever
    /// acknowledged by what is here.
    boolean namesMembersOnly() {
        try {
            return MemberLog.namesMembersOnly(member);
        } catch (IOException e) {
            throw new ServerException("looking into " + member + ": " + e, e);
        }
    }

    void clear() {
        try {
            DirectoryTree.remove(directory);
        } catch (IOException e) {
            throw new ServerException("clearing " + directory + ": " + e, e);
        }
    }
}
