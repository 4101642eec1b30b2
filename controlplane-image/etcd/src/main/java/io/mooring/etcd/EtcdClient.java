package io.mooring.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// One connection to a data store that speaks etcd's API. Thread-safe; calls block, and any number
/// of them may be under way. Whoever connects closes.
///
/// It sees the keys that begin with `/`, which are all that kube-apiserver keeps there; the
/// bookkeeping of kine and of compaction does not.
public final class EtcdClient implements AutoCloseable {

    private static final String RANGE = "/etcdserverpb.KV/Range";
    private static final String TXN = "/etcdserverpb.KV/Txn";
    private static final String LEASE_GRANT = "/etcdserverpb.Lease/LeaseGrant";
    private static final String LEASE_TIME_TO_LIVE = "/etcdserverpb.Lease/LeaseTimeToLive";
    private static final String MEMBER_LIST = "/etcdserverpb.Cluster/MemberList";
    private static final String MEMBER_ADD = "/etcdserverpb.Cluster/MemberAdd";
    private static final String MEMBER_UPDATE = "/etcdserverpb.Cluster/MemberUpdate";
    private static final String MEMBER_PROMOTE = "/etcdserverpb.Cluster/MemberPromote";
    private static final String MEMBER_REMOVE = "/etcdserverpb.Cluster/MemberRemove";
    private static final String STATUS = "/etcdserverpb.Maintenance/Status";
    private static final String DEFRAGMENT = "/etcdserverpb.Maintenance/Defragment";
    private static final int SMALL_ANSWER_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 8 << 20;
    private static final int LARGEST_VALUE_BYTES = 64 << 20;

    private final GrpcConnection connection;

    private EtcdClient(GrpcConnection connection) {
        this.connection = connection;
    }

    /// @throws EtcdFailure if nobody answers there
    public static EtcdClient connect(EtcdEndpoint endpoint) {
        return new EtcdClient(GrpcConnection.open(endpoint, GrpcConnection.Limits.USUAL));
    }

    /// As [#connect(EtcdEndpoint)], with other limits: for one who asks whether somebody is there.
    ///
    /// @param connection how long to wait for it
    /// @param answer how long to wait for each
    public static EtcdClient connect(EtcdEndpoint endpoint, Duration connection, Duration answer) {
        return new EtcdClient(
                GrpcConnection.open(endpoint, new GrpcConnection.Limits(connection, answer)));
    }

    /// How many keys there are now, and the revision that is true for: one answer, so that both fit
    /// together even while others write.
    public KeyCount count() {
        return Messages.readCount(connection.call(RANGE, Messages.count(), SMALL_ANSWER_BYTES));
    }

    /// Hands all keys as they were at that revision to the sink, however many others are written
    /// meanwhile. Holds one page at a time.
    ///
    /// @throws EtcdFailure [EtcdFailure.Kind#COMPACTED] if the revision is gone
    /// @return how many there were
    public long scan(long revision, KeySink sink) throws IOException {
        return new KeyScan((after, limit) -> page(after, limit, revision)).run(sink);
    }

    /// Makes a key, unless it is there.
    ///
    /// @param lease 0 for none
    /// @return whether it was not there
    public boolean create(byte[] key, byte[] value, long lease) {
        return Messages.readSucceeded(
                connection.call(TXN, Messages.create(key, value, lease), SMALL_ANSWER_BYTES));
    }

    /// The few keys that begin with that prefix, as they are now.
    ///
    /// @param prefix ends with a slash
    public List<KeyValue> under(String prefix) {
        byte[] request = Messages.under(prefix.getBytes(StandardCharsets.UTF_8));
        return Messages.readPage(connection.call(RANGE, request, SMALL_ANSWER_BYTES)).keys();
    }

    /// Writes a key if nobody has since it was read.
    ///
    /// @param revision that of the key when it was read; 0 if it was not there
    /// @return whether it was as it was read
    public boolean put(String key, byte[] value, long revision) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return Messages.readSucceeded(
                connection.call(TXN, Messages.put(name, value, revision), SMALL_ANSWER_BYTES));
    }

    /// A lease that ends after that time; kine has a lease for each number of seconds.
    public long grantLease(long seconds) {
        byte[] answer = connection.call(LEASE_GRANT, Messages.number(seconds), SMALL_ANSWER_BYTES);
        return Messages.numberOf(answer, 2);
    }

    /// How long a lease of etcd's lasts yet; negative if it has ended. Not for kine.
    public long remainingSeconds(long lease) {
        byte[] answer =
                connection.call(LEASE_TIME_TO_LIVE, Messages.number(lease), SMALL_ANSWER_BYTES);
        return Messages.numberOf(answer, 3);
    }

    /// The members of the store, as a majority of them says. Not for kine, which has none.
    public List<Member> members() {
        byte[] answer = connection.call(MEMBER_LIST, Messages.linearizable(), SMALL_ANSWER_BYTES);
        return Messages.readMembers(answer, 2);
    }

    /// Makes room for a member, which is to be started then. Not for kine.
    ///
    /// @throws EtcdFailure [EtcdFailure.Kind#REFUSED] if too few of the others are there
    /// @return all members, with the new one, which has no name yet
    public List<Member> addMember(String peerUrl) {
        return addMember(peerUrl, false);
    }

    /// As [#addMember], one that counts for no majority before it is promoted: as long as it is not
    /// there, nobody misses it.
    public List<Member> addLearner(String peerUrl) {
        return addMember(peerUrl, true);
    }

    private List<Member> addMember(String peerUrl, boolean learner) {
        byte[] request = Messages.newMember(peerUrl, learner);
        return Messages.readMembers(connection.call(MEMBER_ADD, request, SMALL_ANSWER_BYTES), 3);
    }

    /// Makes a learner a member like the others. Not for kine.
    ///
    /// @throws EtcdFailure [EtcdFailure.Kind#REFUSED] if it has not nearly all that they have
    public void promoteMember(Member member) {
        byte[] _ =
                connection.call(MEMBER_PROMOTE, Messages.number(member.id()), SMALL_ANSWER_BYTES);
    }

    /// Says where the others find a member from now on. Not for kine.
    public void moveMember(Member member, String peerUrl) {
        byte[] request = Messages.movedMember(member.id(), peerUrl);
        byte[] _ = connection.call(MEMBER_UPDATE, request, SMALL_ANSWER_BYTES);
    }

    /// Takes a member out for good: what it has kept counts no more. Not for kine.
    ///
    /// @throws EtcdFailure [EtcdFailure.Kind#REFUSED] if too few of the others are there
    public void removeMember(Member member) {
        byte[] _ = connection.call(MEMBER_REMOVE, Messages.number(member.id()), SMALL_ANSWER_BYTES);
    }

    /// What the file takes of the member that this is connected to. Not for kine.
    public StoreRoom room() {
        return Messages.readRoom(connection.call(STATUS, Messages.empty(), SMALL_ANSWER_BYTES));
    }

    /// Has the member that this is connected to write its file anew, without what is not used of
    /// it. It answers nobody meanwhile. Not for kine.
    public void defragment() {
        byte[] _ = connection.call(DEFRAGMENT, Messages.empty(), SMALL_ANSWER_BYTES);
    }

    private Page page(byte[] after, int limit, long revision) {
        byte[] request = Messages.page(after, limit, revision);
        int most = limit == 1 ? LARGEST_VALUE_BYTES : PAGE_BYTES;
        return Messages.readPage(connection.call(RANGE, request, most));
    }

    @Override
    public void close() {
        connection.close();
    }
}
