package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.autoscaler.port.Outcome.Made;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.UserData;
import io.mooring.nodes.Choice;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Notice;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.testkit.MemoryNodes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a cloud answers is what the controller is told.
final class MachinesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Choice SPOT_IN_A = new Choice("m5.large", "a", Capacity.SPOT);
    private static final Choice LASTING_IN_B = new Choice("m5.large", "b", Capacity.ON_DEMAND);

    private final MemoryNodes cloud =
            new MemoryNodes(
                    "cloud",
                    List.of(
                            new MachineType(
                                    "m5.large",
                                    "amd64",
                                    2,
                                    8192,
                                    0,
                                    List.of(
                                            offering("a", Capacity.SPOT, 0.04),
                                            offering("b", Capacity.ON_DEMAND, 0.1)))));
    private final List<String> tickets = new ArrayList<>();
    private final List<String> bound = new ArrayList<>();
    private static final Stall.Ground GROUND =
            new Stall.Ground(UserData.Format.IGNITION, NodeSettings.Site.NONE);

    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Machines machines =
            new Machines(
                    new AutoNodeSetup(
                            "shop",
                            "10.0.0.1:443",
                            "sha256:" + "a".repeat(64),
                            List.of(),
                            Map.of(),
                            Path.of("/no/such"),
                            Path.of("/no/such")),
                    Map.of("cloud", new Stall.Open(cloud, List.of(), GROUND, new Semaphore(1))),
                    new Tickets() {
                        @Override
                        public Ticket of(Claim claim, String cloud, Stall.Ground ground) {
                            assertThat(ground).isEqualTo(GROUND);
                            tickets.add("of " + claim.name());
                            return new Ticket(claim.name(), new SecretText("#cloud-config"));
                        }

                        @Override
                        public void bind(
                                Claim claim, String cloud, Supplier<Map<String, String>> machine) {
                            bound.add(claim.name());
                        }

                        @Override
                        public void takeBack(Ticket ticket) {
                            tickets.add("back " + ticket.token());
                        }
                    });

    @AfterEach
    void close() {
        machines.close();
    }

    private static MachineType.Offering offering(String zone, Capacity capacity, double price) {
        return new MachineType.Offering(zone, capacity, OptionalDouble.of(price), true);
    }

    /// Spot in a, else on demand in b.
    private static Claim claim(String name) {
        Claim.Spec spot = spec("a", "spot", 0.04);
        return new Claim(
                name,
                "burst",
                "cloud",
                NOW,
                spot.with(List.of(spec("b", "on-demand", 0.1))),
                Claim.Status.NEW,
                null,
                null);
    }

    private static Claim.Spec spec(String zone, String capacityType, double price) {
        return new Claim.Spec(
                "m5.large",
                zone,
                capacityType,
                "",
                price,
                new TreeMap<>(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                null,
                "",
                List.of());
    }

    private Outcome outcome(Action.Request request) throws InterruptedException {
        machines.carryOut(request, outcomes::add);
        return outcomes.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void whatIsSoldHasThePricesAndPlacesOfTheProvider() {
        machines.refresh();

        InstanceType type = machines.types().get("cloud").getFirst();
        assertThat(type.name()).isEqualTo("m5.large");
        assertThat(type.offerings())
                .extracting(Offering::zone, Offering::capacityType, Offering::price)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "spot", 0.04),
                        org.assertj.core.groups.Tuple.tuple("b", "on-demand", 0.1));
    }

    @Test
    void aMachineIsAskedForByItsChoicesInTheirOrder() throws Exception {
        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(
                        new Outcome.Launched(
                                "one",
                                "cloud://shop/one",
                                new Made("m5.large", "a", "spot"),
                                Set.of()));
        assertThat(cloud.requests().get("one").getFirst().choices())
                .containsExactly(SPOT_IN_A, LASTING_IN_B);
    }

    @Test
    void whereTheFirstIsSoldOutTheNextIsMadeAndTold() throws Exception {
        cloud.soldOut.add(SPOT_IN_A);

        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(
                        new Outcome.Launched(
                                "one",
                                "cloud://shop/one",
                                new Made("m5.large", "b", "on-demand"),
                                Set.of(new Made("m5.large", "a", "spot"))));
        assertThat(tickets).containsExactly("of one");
        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(
                        new Outcome.Launched(
                                "one",
                                "cloud://shop/one",
                                new Made("m5.large", "b", "on-demand"),
                                Set.of()));
        // also by whoever comes after one that ended before it had bound them
        assertThat(bound).containsExactly("one", "one");
    }

    @Test
    void whereNothingIsToBeHadTheTicketIsTakenBack() throws Exception {
        cloud.soldOut.addAll(List.of(SPOT_IN_A, LASTING_IN_B));

        assertThat(outcome(new Action.Launch(claim("one")))).isInstanceOf(Outcome.NoCapacity.class);
        assertThat(tickets).containsExactly("of one", "back one");
        assertThat(bound).isEmpty();
    }

    @Test
    void aProviderThatAsksToComeBackLaterIsTakenAtItsWord() throws Exception {
        cloud.throttles.add(Duration.ofSeconds(17));

        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(
                        new Outcome.Later(
                                "one",
                                Duration.ofSeconds(17),
                                "its provider asks to come back after 17 s"));
        cloud.throttles.add(Duration.ofSeconds(18));
        assertThat(outcome(new Action.Terminate("cloud", "one"))).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void whatACloudRefusesForGoodIsAProblemOfTheProviderUntilAMachineIsMade() throws Exception {
        cloud.refusal =
                Optional.of(new CreateOutcome.BadConfiguration("image.id", "does not exist"));
        String why = "properties: image.id does not exist";

        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(new Outcome.LaunchFailed("one", why));
        assertThat(machines.problem("cloud")).isEqualTo(why);
        cloud.refusal = Optional.empty();
        cloud.throttles.add(Duration.ofSeconds(17));
        assertThat(outcome(new Action.Launch(claim("one")))).isInstanceOf(Outcome.Later.class);
        assertThat(machines.problem("cloud")).isEqualTo(why);

        assertThat(outcome(new Action.Launch(claim("one")))).isInstanceOf(Outcome.Launched.class);
        assertThat(machines.problem("cloud")).isEmpty();
    }

    @Test
    void whileAProviderIsDownNothingIsLostAndWhatItSellsStaysKnown() throws Exception {
        machines.refresh();
        cloud.down = Optional.of("no answer from the cloud");

        machines.refresh();
        assertThat(machines.types().get("cloud")).hasSize(1);
        assertThat(machines.problem("cloud")).isEmpty();
        assertThat(outcome(new Action.Launch(claim("one"))))
                .isEqualTo(new Outcome.LaunchFailed("one", "no answer from the cloud"));
        assertThat(outcome(new Action.ListMachines("cloud")))
                .isEqualTo(new Outcome.ListFailed("cloud", "no answer from the cloud"));
        assertThat(outcome(new Action.Terminate("cloud", "one")))
                .isEqualTo(new Outcome.TerminateFailed("one", "no answer from the cloud"));
        machines.notices("cloud", Set.of("one"), outcomes::add);
        assertThat(outcomes).isEmpty();

        cloud.down = Optional.empty();
        assertThat(outcome(new Action.Launch(claim("one")))).isInstanceOf(Outcome.Launched.class);
        assertThat(outcome(new Action.Terminate("cloud", "one")))
                .isEqualTo(new Outcome.Gone("one"));
        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void aMachineIsMadeWhereNobodyCanTellWhatIsThereBeforeMachinesAreOn() throws Exception {
        cloud.dark = Optional.of("rack1-a is switched off");
        assertThat(outcome(new Action.ListMachines("cloud")))
                .isEqualTo(new Outcome.ListFailed("cloud", "rack1-a is switched off"));

        assertThat(outcome(new Action.Launch(claim("one")))).isInstanceOf(Outcome.Launched.class);
        assertThat(cloud.list("shop")).hasSize(1);
    }

    @Test
    void whatAProviderTakesAwayIsTold() {
        cloud.announce(new Notice(new MachineId("shop", "one"), NOW, "spot interruption"));
        cloud.announce(new Notice(new MachineId("other", "two"), NOW, "spot interruption"));

        machines.notices("cloud", Set.of("one"), outcomes::add);

        assertThat(outcomes)
                .containsExactly(new Outcome.Interrupted("one", NOW, "spot interruption"));
    }

    @Test
    void whyAProviderDoesNotTellIsLoggedOnceUntilThatChanges() {
        var logged = new ArrayList<String>();
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        logged.add(new SimpleFormatter().formatMessage(record));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(Machines.class.getName());
        logger.addHandler(handler);
        try {
            for (String code : List.of("a", "b", "c")) {
                cloud.down = Optional.of("not authorized: " + code.repeat(300));
                machines.notices("cloud", Set.of("one"), outcomes::add);
            }
            assertThat(logged)
                    .containsExactly(
                            "cluster=shop provider=cloud does not say which machines it takes away: not authorized: ...");

            cloud.down = Optional.of("no answer");
            machines.notices("cloud", Set.of("one"), outcomes::add);
            assertThat(logged).hasSize(2);
            cloud.down = Optional.empty();
            machines.notices("cloud", Set.of("one"), outcomes::add);
            cloud.down = Optional.of("no answer");
            machines.notices("cloud", Set.of("one"), outcomes::add);
            assertThat(logged).hasSize(3);
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void whoHasSpotMachinesIsAskedForNoticesOftenAndOthersNowAndThen() {
        Claim launched = claim("one").with(Claim.Status.NEW.launched("cloud://shop/one", NOW));
        Claim lasting = launched.with(spec("b", "on-demand", 0.1));

        assertThat(Interruptions.asked(List.of(claim("two")), 30)).isEmpty();
        assertThat(Interruptions.asked(List.of(launched, claim("two")), 1))
                .isEqualTo(Map.of("cloud", Set.of("one")));
        assertThat(Interruptions.asked(List.of(lasting), 1)).isEmpty();
        assertThat(Interruptions.asked(List.of(lasting), 30))
                .isEqualTo(Map.of("cloud", Set.of("one")));
    }
}
