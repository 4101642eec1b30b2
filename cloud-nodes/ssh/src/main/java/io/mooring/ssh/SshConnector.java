package io.mooring.ssh;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/// Makes connections to servers that prove to be the expected ones. What is in the home directory
/// of whoever runs this (keys, known hosts, configuration) has no part in it.
final class SshConnector {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

    /// Longer than any program runs without a word.
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(6);

    private static final Pattern LIBRARY =
            Pattern.compile("^Default\\w+\\[[^]]*]: (Failed \\(\\w+\\) to execute: )?");

    private static final AttributeKey<Expected> EXPECTED = new AttributeKey<>();

    // guarded by this
    private @Nullable SshClient started;

    /// What one attempt asks a server for and what it showed.
    private static final class Expected {
        final HostKey key;
        final String kind;
        volatile @Nullable PublicKey shown;
        volatile boolean silent;

        Expected(HostKey key, String kind) {
            this.key = key;
            this.kind = kind;
        }

        boolean refused() {
            PublicKey seen = shown;
            return seen != null && !key.fits(seen);
        }
    }

    /// A connection that is logged in.
    ///
    /// @throws SshFailure when there is none to be had
    ClientSession connect(Route route) {
        Optional<ClientSession> through = Optional.empty();
        for (Login jump : route.jumps()) {
            through = Optional.of(connect(jump, through));
        }
        return connect(route.login(), through);
    }

    /// The session that it goes through lives as long as it does itself.
    private ClientSession connect(Login target, Optional<ClientSession> through) {
        if (through.isEmpty()) {
            return login(target, target.address(), target.port());
        }
        ClientSession jump = through.get();
        try {
            SshdSocketAddress here =
                    jump.createLocalPortForwardingTracker(
                                    new SshdSocketAddress("127.0.0.1", 0),
                                    new SshdSocketAddress(target.address(), target.port()))
                            .getBoundAddress();
            ClientSession session = login(target, "127.0.0.1", here.getPort());
            session.addCloseFutureListener(_ -> jump.close(true));
            return session;
        } catch (IOException e) {
            jump.close(true);
            throw unreachable(target, e, false);
        } catch (SshFailure e) {
            jump.close(true);
            throw e;
        }
    }

    /// A server shows one key of those it has, so each kind that may be the right one is asked for.
    private ClientSession login(Login login, String address, int port) {
        Expected last = new Expected(login.hostKey(), "");
        for (String kind : login.hostKey().kinds()) {
            last = new Expected(login.hostKey(), kind);
            try {
                return attempt(login, address, port, last);
            } catch (UnresolvedAddressException e) {
                throw unreachable(login, new IOException("its name is not known", e), false);
            } catch (IOException e) {
                if (isNameUnknown(e)) {
                    throw unreachable(login, new IOException("its name is not known", e), false);
                }
                if (!last.refused()) {
                    throw explained(login, last, e);
                }
            }
        }
        throw new SshFailure(
                new SshTrouble.UnknownHostKey(
                        login.fields().hostKey(),
                        "%s shows the host key %s and not the one that is given: another machine answers there, or somebody is in between. Nothing was sent to it"
                                .formatted(login.place(), shown(last))),
                null);
    }

    private static boolean isNameUnknown(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
    }

    private ClientSession attempt(Login login, String address, int port, Expected expected)
            throws IOException {
        expected.silent = true;
        ClientSession session =
                client().connect(
                                login.user(),
                                address,
                                port,
                                AttributeRepository.ofKeyValuePair(EXPECTED, expected),
                                null)
                        .verify(CONNECT_LIMIT)
                        .getClientSession();
        try {
            session.addPublicKeyIdentity(login.key());
            session.auth().verify(LOGIN_LIMIT);
            return session;
        } catch (IOException e) {
            expected.silent = session.getServerVersion() == null;
            session.close(true);
            throw e;
        }
    }

    private static SshFailure explained(Login login, Expected expected, IOException cause) {
        boolean proven = expected.shown != null;
        if (proven
                && cause instanceof SshException ssh
                && ssh.getDisconnectCode()
                        == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return new SshFailure(
                    new SshTrouble.RefusedKey(
                            login.fields().key(),
                            "%s does not let %s in with this key: add its public half to that user's authorized_keys, or give another user (%s)"
                                    .formatted(login.place(), login.user(), login.fields().user())),
                    cause);
        }
        return unreachable(login, cause, expected.silent);
    }

    private static SshFailure unreachable(Login login, IOException cause, boolean silent) {
        return new SshFailure(
                new SshTrouble.Unreachable(
                        login.fields().address(),
                        "%s does not answer as an SSH server: %s"
                                .formatted(login.place(), words(cause)),
                        silent),
                cause);
    }

    /// Without what the library has of itself in front of them.
    private static String words(IOException cause) {
        return LIBRARY.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
    }

    private static String shown(Expected expected) {
        PublicKey key = expected.shown;
        return key == null
                ? "(none)"
                : HostKey.fingerprint(key) + " (" + KeyUtils.getKeyType(key) + ")";
    }

    private synchronized SshClient client() {
        SshClient there = started;
        if (there != null) {
            return there;
        }
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier((session, _, key) -> isExpected(session, key));
        client.addSessionListener(new AsksForTheKey());
        CoreModuleProperties.IDLE_TIMEOUT.set(client, IDLE_LIMIT);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, CONNECT_LIMIT);
        client.start();
        started = client;
        return client;
    }

    private static boolean isExpected(ClientSession session, PublicKey key) {
        Expected expected = session.getConnectionContext().getAttribute(EXPECTED);
        if (expected == null) {
            return false;
        }
        expected.shown = key;
        return expected.key.fits(key);
    }

    /// Puts the kind of key that is known first, and asks for no certificates, which are not known.
    private static final class AsksForTheKey implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(
                Session session, Map<KexProposalOption, String> proposal) {
            Expected expected =
                    session instanceof ClientSession ours && ours.getConnectionContext() != null
                            ? ours.getConnectionContext().getAttribute(EXPECTED)
                            : null;
            if (expected != null) {
                proposal.computeIfPresent(
                        KexProposalOption.SERVERKEYS, (_, all) -> inOrder(all, expected.kind));
            }
        }

        private static String inOrder(String algorithms, String kind) {
            // keys of this one kind sign in several ways
            Predicate<String> known =
                    kind.equals("ssh-rsa")
                            ? it -> it.startsWith("rsa-") || it.equals(kind)
                            : it -> it.startsWith(kind);
            List<String> plain =
                    Arrays.stream(algorithms.split(",", -1))
                            .filter(it -> !it.contains("-cert-"))
                            .toList();
            return Stream.concat(
                            plain.stream().filter(known), plain.stream().filter(known.negate()))
                    .collect(Collectors.joining(","));
        }
    }
}
