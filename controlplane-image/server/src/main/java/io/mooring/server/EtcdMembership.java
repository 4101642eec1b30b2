package io.mooring.server;

import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdEndpoint;
import io.mooring.etcd.EtcdFailure;
import io.mooring.etcd.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out how this replica's member of the data store starts.
///
///     it has data                                  as it is
///     it has begun a store with others who never   as without data
///     came, and is to begin it alone
///     it has none, somebody answers                its old place is given up, and it gets a new one
///     it has none, nobody answers, no store yet    it begins a store together with the others, or,
///                                                  where one is to begin it, alone or waits for that
///     it has none, nobody answers, a store there   it waits for them
///
/// A store of one member, of a control plane that had one replica, is not made to wait for the
/// second: that one joins as a learner, which only listens, and counts once it has all there is.
///
/// A member that comes back empty must never come back under its old number: it would count as one
/// that has seen what was acknowledged, and help to outvote those who have.
final class EtcdMembership {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdMembership.class);
    // a member accepts connections before it is one of a majority, and says nothing on them
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofSeconds(1);
    // what a learner says of itself to whoever asks it anything
    private static final String LEARNER = "learner";

    private final Replicas replicas;
    private final DataDirectory data;
    private final MemberFiles files;
    private final BooleanSupplier formed;
    private final Supplier<Optional<String>> beginner;
    private String problem = "";

    /// @param formed whether there has ever been a store that acknowledged something
    /// @param beginner the replica that begins it without the others, if that is so
    EtcdMembership(
            Replicas replicas,
            DataDirectory data,
            BooleanSupplier formed,
            Supplier<Optional<String>> beginner) {
        this.replicas = replicas;
        this.data = data;
        this.files = new MemberFiles(data);
        this.formed = formed;
        this.beginner = beginner;
    }

    /// @param limit how long to wait for the others, if it must
    InitialCluster settle(Duration limit) {
        var cluster = new AtomicReference<>(InitialCluster.first(replicas));
        if (files.hasLog() && !waitsInVain()) {
            return cluster.get();
        }
        // also what a start that was interrupted before its first record has left
        files.clear();
        Await.until(
                "the data store's other members to take this one in",
                limit,
                POLL,
                () ->
                        switch (join()) {
                            case Answer.Joined(InitialCluster joined) -> {
                                cluster.set(joined);
                                yield "";
                            }
                            case Answer.NotYet(String why) -> told(why);
                            case Answer.Silence(String why) ->
                                    formed.getAsBoolean() ? told(why) : begun(cluster);
                        },
                () -> "");
        LOG.info("member={} starts as {}", replicas.own(), cluster.get());
        return cluster.get();
    }

    private String begun(AtomicReference<InitialCluster> cluster) {
        Optional<String> alone = beginner.get();
        if (alone.isEmpty()) {
            return "";
        }
        if (!alone.get().equals(replicas.own())) {
            return told(alone.get() + " has not begun it yet");
        }
        cluster.set(InitialCluster.alone(replicas.self()));
        return "";
    }

    private sealed interface Answer {
        record Joined(InitialCluster cluster) implements Answer {}

        /// Somebody is there, who cannot do it now. What was given up so far stays so.
        record NotYet(String why) implements Answer {}

        record Silence(String why) implements Answer {}
    }

    private Answer join() {
        Answer last = new Answer.Silence("there are no others");
        for (Replicas.Member other : replicas.others()) {
            Answer answer = ask(other);
            switch (answer) {
                case Answer.Joined _ -> {
                    return answer;
                }
                case Answer.NotYet _ -> last = answer;
                case Answer.Silence _ -> last = last instanceof Answer.NotYet ? last : answer;
            }
        }
        return last;
    }

    private Answer ask(Replicas.Member other) {
        boolean isThere = false;
        EtcdEndpoint endpoint = EtcdMember.endpoint(other, data);
        try (EtcdClient client = EtcdClient.connect(endpoint, CONNECTION_LIMIT, ANSWER_LIMIT)) {
            isThere = true;
            return new Answer.Joined(takePlace(client));
        } catch (EtcdFailure e) {
            String why = other.name() + ": " + e.getMessage();
            return isThere ? new Answer.NotYet(why) : new Answer.Silence(why);
        }
    }

    private InitialCluster takePlace(EtcdClient client) {
        Replicas.Member self = replicas.self();
        for (Member member : client.members()) {
            if (member.name().equals(self.name()) || isSelf(member)) {
                client.removeMember(member);
                LOG.warn(
                        "member={} has no data; its place {} in the data store is given up",
                        self.name(),
                        member);
            }
        }
        boolean isSecond = client.members().stream().filter(it -> !it.learner()).count() == 1;
        List<Member> members =
                isSecond ? client.addLearner(self.peerUrl()) : client.addMember(self.peerUrl());
        LOG.info("member={} joins the data store members={}", self.name(), members);
        var peerUrls = new HashMap<String, String>();
        for (Member member : members) {
            String url = String.join(",", member.peerUrls());
            peerUrls.put(nameOf(member), url);
        }
        return new InitialCluster(InitialCluster.State.EXISTING, peerUrls);
    }

    /// To be called once this replica's member runs, until it returns nothing: it is one of a
    /// majority then, and the others find it. One that was alone had no address for others.
    ///
    /// @param own where kube-apiserver finds it
    /// @return what is not so yet
    String incomplete(EtcdEndpoint own) {
        try (EtcdClient client = EtcdClient.connect(own, ANSWER_LIMIT, ANSWER_LIMIT)) {
            List<Member> members = client.members();
            if (members.size() == 1 && !isSelf(members.getFirst())) {
                client.moveMember(members.getFirst(), replicas.self().peerUrl());
                LOG.info("member={} is found at {} now", replicas.own(), replicas.self().peerUrl());
            }
            return "";
        } catch (EtcdFailure e) {
            String why = String.valueOf(e.getMessage());
            return why.contains(LEARNER) ? promoted() : why;
        }
    }

    /// Has any of the others let it count.
    private String promoted() {
        String why = "it is a learner, and none of the others answers";
        for (Replicas.Member other : replicas.others()) {
            EtcdEndpoint endpoint = EtcdMember.endpoint(other, data);
            try (EtcdClient client = EtcdClient.connect(endpoint, CONNECTION_LIMIT, ANSWER_LIMIT)) {
                client.members().stream()
                        .filter(member -> member.learner() && isSelf(member))
                        .forEach(client::promoteMember);
                return "it has just become a member like the others";
            } catch (EtcdFailure e) {
                why = other.name() + ": " + e.getMessage();
            }
        }
        return why;
    }

    private boolean isSelf(Member member) {
        return member.peerUrls().contains(replicas.self().peerUrl());
    }

    /// One that has not been started has no name.
    private String nameOf(Member member) {
        Map<String, String> names = new HashMap<>();
        replicas.members().forEach(replica -> names.put(replica.peerUrl(), replica.name()));
        return member.peerUrls().stream()
                .flatMap(url -> Optional.ofNullable(names.get(url)).stream())
                .findFirst()
                .orElse(member.name());
    }

    private String told(String now) {
        if (!now.equals(problem)) {
            problem = now;
            LOG.warn("member={} waits for the data store: {}", replicas.own(), now);
        }
        return now;
    }

    /// Whether it waits for others who are not to come before it has begun, as one whose control
    /// plane grew before that was written down anywhere. Nothing was ever acknowledged by its data.
    private boolean waitsInVain() {
        boolean inVain =
                files.namesMembersOnly()
                        && beginner.get().filter(replicas.own()::equals).isPresent()
                        && !formed.getAsBoolean();
        if (inVain) {
            LOG.warn(
                    "member={} began a data store with others who never came; it begins it anew, alone",
                    replicas.own());
        }
        return inVain;
    }
}
