package io.mooring.etcd;

/// How many keys there are at a revision.
public record KeyCount(long revision, long keys) {}
