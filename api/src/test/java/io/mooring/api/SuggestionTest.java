package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SuggestionTest {
    private static final Set<String> OLDER_SPELLINGS = Set.of("plugin", "pro");
    private static final List<Place> PLACES = places(VirtualClusterConfig.class, "");

    private record Place(String parent, List<String> keys, String key) {}

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTypoAlwaysGetsAKeyThatExistsBesideIt(long seed) {
        var random = new Random(seed);
        var place = PLACES.get(random.nextInt(PLACES.size()));
        var typo = typo(place, random);
        var document = new Node.Obj();
        var path = place.parent().isEmpty() ? typo : place.parent() + "." + typo;
        Tree.put(document, path, new Node.Nothing());

        var problems = Yaml.failure(YamlWriter.write(document)).problems();

        assertThat(problems).as("seed %s, %s for %s", seed, typo, place.key()).hasSize(1);
        var problem = problems.getFirst();
        assertThat(problem.path()).isEqualTo(Path.child(place.parent(), typo));
        assertThat(problem.message()).startsWith("unknown key (did you mean ").endsWith("?)");
        var meant = problem.message().replaceAll(".*mean (.*)\\?\\)", "$1");
        assertThat(place.keys()).contains(meant);
        assertThat(Suggestion.distance(typo, meant)).isEqualTo(1);
    }

    @Test
    void aKeyInTheWrongPlaceIsSentToTheRightOne() {
        assertThat(Yaml.problems("podCIDR: 10.0.0.0/16"))
                .containsExactly("podCIDR: unknown key (did you mean networking.podCIDR?)");
        assertThat(Yaml.problems("privateNodes: {flannel: {enabled: false}}"))
                .containsExactly(
                        "privateNodes.flannel: unknown key (did you mean deploy.cni.flannel?)");
    }

    @Test
    void aKeyLikeNoOtherGetsTheListOfThoseThatExist() {
        assertThat(Yaml.problems("deletion: {zzz: 1}"))
                .containsExactly("deletion.zzz: unknown key; the keys here are prevent, auto");
    }

    @Test
    void keysInsideListsAndMapsAreCheckedToo() {
        assertThat(
                        Yaml.problems(
                                "privateNodes: {enabled: true, autoNodes: [{provider: a, statik:"
                                        + " []}]}\nplugins: {a: {imag: b}}"))
                .containsExactly(
                        "privateNodes.autoNodes[0].statik: unknown key (did you mean static?)",
                        "plugins.a.imag: unknown key (did you mean image?)");
    }

    @Test
    void caseDoesNotCount() {
        assertThat(Suggestion.closest("PODcidr", List.of("podCIDR", "advanced")))
                .contains("podCIDR");
        assertThat(Suggestion.distance("podCIDR", "pdoCIDR")).isEqualTo(1);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    }

    private static List<Place> places(Class<?> type, String path) {
        var found = new ArrayList<Place>();
        var shape = Shape.of(type);
        for (var field : shape.fields()) {
            found.add(new Place(path, shape.keys(), field.key()));
            var raw = Schema.rawOf(field.type());
            if (Shape.isShaped(raw)) {
                found.addAll(places(raw, Path.child(path, field.key())));
            }
        }
        return found;
    }

    private static String typo(Place place, Random random) {
        while (true) {
            var key = place.key();
            int at = random.nextInt(key.length());
            var letter = (char) ('a' + random.nextInt(26));
            var typo =
                    switch (random.nextInt(4)) {
                        case 0 -> key.substring(0, at) + letter + key.substring(at);
                        case 1 -> key.substring(0, at) + key.substring(at + 1);
                        case 2 -> key.substring(0, at) + letter + key.substring(at + 1);
                        default ->
                                at == 0
                                        ? key
                                        : key.substring(0, at - 1)
                                                + key.charAt(at)
                                                + key.charAt(at - 1)
                                                + key.substring(at + 1);
                    };
            boolean taken =
                    typo.isEmpty()
                            || OLDER_SPELLINGS.contains(typo)
                            || place.keys().stream().anyMatch(typo::equalsIgnoreCase);
            if (!taken) {
                return typo;
            }
        }
    }
}
