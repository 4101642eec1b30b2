package io.mooring.etcd;

/// What a member's file takes, and how much of that holds anything.
///
/// @param leads whether this member leads the others
public record StoreRoom(long fileBytes, long usedBytes, boolean leads) {

    /// What a defragmentation would give back.
    public long unusedBytes() {
        return fileBytes - usedBytes;
    }
}
