package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.baremetal.testkit.RedfishServer;
import io.mooring.nodes.baremetal.testkit.SshKey;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A machine that is off, and has an image to boot from where there is nothing on it.
final class WakingTest {

    private static final String ISO = "https://images.example.org/node.iso";
    private static final String FIELD = "inventory[0].address";
    private static final SshKey KEY = SshKey.make("ed25519");
    private static final Claim CLAIM =
            new Claim(new Owner("0123456789abcdef"), new MachineId("shop", "web-0"), Instant.EPOCH);

    private final RedfishServer server = new RedfishServer();
    private final PassingTime time = new PassingTime();
    private final Boards boards = new Boards(time.pace());
    private final List<String> booted = new CopyOnWriteArrayList<>();
    private final Host host =
            new InventoryReader(
                            Map.of(
                                    "privateKey",
                                    KEY.secret(),
                                    "bmc",
                                    Map.of(
                                            "user",
                                            RedfishServer.USER,
                                            "password",
                                            RedfishServer.PASSWORD),
                                    "inventory",
                                    List.of(
                                            Map.of(
                                                    "address",
                                                    "10.0.0.11",
                                                    "hostKey",
                                                    KEY.open(),
                                                    "bmc",
                                                    Map.of(
                                                            "url",
                                                            server.endpoint(),
                                                            "media",
                                                            ISO)))))
                    .inventory()
                    .getFirst();

    @BeforeEach
    void switchOff() {
        server.rules().onBoot(booted::add);
        server.rules().set("Off");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Trouble unreachable(String field, boolean silent) {
        return new Trouble.Unreachable(field, "it does not answer", silent);
    }

    private static Consumer<Host> always(Trouble trouble) {
        return _ -> {
            throw new MachineTrouble(trouble);
        };
    }

    @Test
    void aMachineThatStaysSilentIsInstalledOnce() {
        boards.wake(
                host,
                it -> {
                    if (!booted.contains(ISO)) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                });

        assertThat(booted).containsExactly("Hdd", ISO);
        assertThat(server.rules().image()).isEmpty();
        assertThat(time.waited()).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void whatInstallsAMachineMayAnswerWithAKeyOfItsOwn() {
        Instant begin = time.pace().now();
        boards.wake(
                host,
                it -> {
                    Duration passed = Duration.between(begin, time.pace().now());
                    if (!booted.contains(ISO)) {
                        always(unreachable(FIELD, true)).accept(it);
                    } else if (passed.compareTo(Duration.ofMinutes(30)) < 0) {
                        assertThat(server.rules().image()).isEqualTo(ISO);
                        always(new Trouble.UnknownHostKey("inventory[0].hostKey", "other"))
                                .accept(it);
                    }
                });

        assertThat(booted).containsExactly("Hdd", ISO);
        assertThat(server.rules().image()).isEmpty();
    }

    @Test
    void aMachineThatManyWantAtOnceIsSwitchedOnAndInstalledOnce() throws Exception {
        int many = 8;
        var looks = new AtomicInteger();
        var threads = new CopyOnWriteArrayList<Thread>();
        Consumer<Host> look =
                it -> {
                    if (looks.getAndIncrement() == 0) {
                        Awaitility.await("the others to wait for the first")
                                .until(() ->
                                        threads.stream().filter(WakingTest::waits).count()
                                                == many - 1);
                    }
                    if (!booted.contains(ISO)) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                };
        try (var all = Executors.newFixedThreadPool(many)) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < many; i++) {
                done.add(
                        all.submit(() -> {
                            threads.add(Thread.currentThread());
                            boards.wake(host, look);
                        }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }

        assertThat(booted).containsExactly("Hdd", ISO);
        assertThat(server.rules().image()).isEmpty();
        assertThat(looks.get()).isGreaterThan(many);
    }

    @Test
    void ofTwoProcessesThatWantAMachineOneSwitchesItOnAndInstallsIt() throws Exception {
        var waits = new Semaphore(0);
        var goesOn = new Semaphore(0);
        Pace heldUp =
                time.pace(() -> {
                    waits.release();
                    goesOn.acquireUninterruptibly();
                    return false;
                });
        var another = new Boards(heldUp);
        Consumer<Host> look =
                it -> {
                    if (!booted.contains(ISO)) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                };
        server.rules().tag("inv 4711");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CompletableFuture<Future<?>>();
            try {
                boards.wake(
                        host,
                        it -> {
                            if (!begun.isDone()) {
                                begun.complete(threads.submit(() -> another.wake(host, look)));
                                waits.acquireUninterruptibly();
                                assertThatThrownBy(() ->
                                                new Boards(time.pace())
                                                        .dark(
                                                                host,
                                                                new MachineTrouble(
                                                                        unreachable(FIELD, true))))
                                        .hasMessageContaining(
                                                "just being switched on by another run");
                            }
                            look.accept(it);
                        });
            } finally {
                goesOn.release(1000);
            }
            begun.join().get();
        }

        assertThat(booted).containsExactly("Hdd", ISO);
        assertThat(server.rules().tag()).isEqualTo("inv 4711");
    }

    @Test
    void theNoteOfAProcessThatIsGoneKeepsNobodyOutForLong() {
        long until = time.pace().now().plus(Duration.ofMinutes(4)).getEpochSecond();
        server.rules().tag("mooring waking 0badcafe %d | inv 4711".formatted(until));

        boards.wake(
                host,
                it -> {
                    if (booted.isEmpty()) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                });

        assertThat(booted).containsExactly("Hdd");
        assertThat(server.rules().tag()).isEqualTo("inv 4711");
        assertThat(time.waited()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void aMachineThatAnotherRunHasSwitchedOnIsNotInstalledAnew() {
        long until = time.pace().now().plus(Duration.ofMinutes(4)).getEpochSecond();
        server.rules().tag("mooring waking 0badcafe " + until);

        assertThatThrownBy(() ->
                        boards.wake(
                                host,
                                _ -> {
                                    server.rules().set("On");
                                    throw new MachineTrouble(unreachable(FIELD, true));
                                }))
                .hasMessage(FIELD + ": it does not answer");

        assertThat(booted).isEmpty();
        assertThat(server.rules().tag()).isEmpty();
        assertThat(time.waited()).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    }

    @Test
    void aBoardThatDoesNotAnswerForAWhileSaysNothingOfASilentMachine() {
        var looks = new AtomicInteger();
        boards.wake(
                host,
                it -> {
                    if (looks.getAndIncrement() == 0) {
                        server.cut(_ -> true, 40, When.BEFORE);
                    }
                    if (!booted.contains(ISO)) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                });

        assertThat(booted).containsExactly("Hdd", ISO);
        assertThat(server.rules().image()).isEmpty();
        assertThat(server.rules().tag()).isEmpty();
    }

    @Test
    void aNoteFromAClockThatIsFarAheadKeepsNobodyOut() {
        var late = time.pace().now().plus(Duration.ofDays(3));
        server.rules().tag("mooring waking 0badcafe " + late.getEpochSecond());
        server.rules().set("On");
        var silence = new MachineTrouble(unreachable(FIELD, true));
        assertThatThrownBy(() -> boards.dark(host, silence)).isSameAs(silence);
        server.rules().set("Off");

        boards.wake(
                host,
                it -> {
                    if (booted.isEmpty()) {
                        always(unreachable(FIELD, true)).accept(it);
                    }
                });

        assertThat(booted).containsExactly("Hdd");
        assertThat(server.rules().tag()).isEmpty();
        assertThat(time.waited()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aMachineThatSomebodyClaimsWhileWeWaitForItIsSwitchedOnAndKeepsWhatItHas() {
        long until = time.pace().now().plus(Duration.ofMinutes(4)).getEpochSecond();
        server.rules().tag("mooring waking 0badcafe " + until);

        assertThatThrownBy(() ->
                        boards.wake(
                                host,
                                _ -> {
                                    server.rules().tag("mooring " + CLAIM.text());
                                    throw new MachineTrouble(unreachable(FIELD, true));
                                }))
                .isInstanceOf(MachineTrouble.class);

        assertThat(booted).containsExactly("Hdd");
        assertThat(server.rules().tag()).isEqualTo("mooring " + CLAIM.text());
        assertThat(time.waited()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    @Test
    void aMachineThatSomebodyClaimsJustBeforeItsInstallationKeepsWhatItHas() {
        Instant late = time.pace().now().plus(Duration.ofMinutes(10));
        assertThatThrownBy(() ->
                        boards.wake(
                                host,
                                _ -> {
                                    if (time.pace().now().isAfter(late)) {
                                        server.rules().tag("mooring " + CLAIM.text());
                                    }
                                    throw new MachineTrouble(unreachable(FIELD, true));
                                }))
                .isInstanceOf(MachineTrouble.class);

        assertThat(booted).containsExactly("Hdd");
        assertThat(server.rules().tag()).isEqualTo("mooring " + CLAIM.text());
    }

    @Test
    void nobodyWaitsForABoardThatKeepsNoNoteLongerThanAnInstallationTakes() {
        server.answer(it -> it.method().equals("PATCH"), 1000, Answer.empty(204));

        assertThatThrownBy(() ->
                        boards.wake(
                                host,
                                _ -> {
                                    time.pass(Duration.ofMinutes(1));
                                    throw new MachineTrouble(unreachable(FIELD, true));
                                }))
                .hasMessage(FIELD + ": it does not answer");

        assertThat(booted).isEmpty();
        assertThat(time.waited()).isBetween(Duration.ofMinutes(55), Duration.ofMinutes(58));
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    static Stream<Trouble> answers() {
        return Stream.of(
                new Trouble.UnknownHostKey("inventory[0].hostKey", "another key"),
                new Trouble.RefusedKey("privateKey", "does not let root in"),
                new Trouble.NotRoot("sudo", "no root"),
                new Trouble.Unfit(FIELD, "no systemd"),
                unreachable(FIELD, false),
                unreachable("jumps[0].address", true));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aMachineThatAnswersOrCannotBeReachedByUsKeepsWhatItHas(Trouble trouble) {
        assertThatThrownBy(() -> boards.wake(host, always(trouble)))
                .hasMessage(trouble.field() + ": " + trouble.reason());

        assertThat(booted).containsExactly("Hdd");
        assertThat(server.rules().image()).isEmpty();
    }

    @Test
    void aMachineThatAnsweredOnceKeepsWhatItHas() {
        Instant half = time.pace().now().plus(Duration.ofMinutes(5));
        assertThatThrownBy(() ->
                        boards.wake(
                                host,
                                _ -> {
                                    boolean silent = !time.pace().now().isBefore(half);
                                    throw new MachineTrouble(unreachable(FIELD, silent));
                                }))
                .isInstanceOf(MachineTrouble.class);

        assertThat(booted).containsExactly("Hdd");
    }

    @Test
    void aMachineThatIsNotedAsSomebodysKeepsWhatItHas() {
        server.rules().tag("mooring " + CLAIM.text());
        assertThatThrownBy(() -> boards.wake(host, always(unreachable(FIELD, true))))
                .isInstanceOf(MachineTrouble.class);

        assertThat(booted).containsExactly("Hdd");
    }
}
